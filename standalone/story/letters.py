"""Letters as PDF: the commitment to sign, the receipt and the decision with a code to check them by."""

import pypdfium2
import zxingcpp

from standalone.story.broken import StoryBroken
from standalone.story.expecting import expect
from standalone.story.scene import DemoApplicant, Scene

_COMMITMENT = "commitment_letter"


async def take_commitment(scene: Scene, applicant: DemoApplicant) -> None:
    """Filled in with the draft's particulars, to print, sign and hand over."""
    letter = await _letter(applicant, f"letters/{_COMMITMENT}")
    scene.telling.step(f"下载承诺书：企业和合同信息已填好（PDF，{len(letter):,} 字节）")


async def check_code(scene: Scene, applicant: DemoApplicant) -> None:
    """What a phone reads on the receipt is checked without a login; a changed token is not known."""
    token = _scanned(await _letter(applicant, "receipt/pdf"))
    told = (await scene.anyone.get(f"/verify/{token}")).ok()
    expect("核验的编号", applicant.application["number"], told["number"])
    expect("回执现在有效", ("receipt", True), (told["paper"], told["in_force"]))
    (await scene.anyone.get(f"/verify/{token[::-1]}")).refused(404, "not_found")
    scene.telling.step(f"扫回执上的二维码核验：{told['standing']}；改动过的核验不了")


async def _letter(applicant: DemoApplicant, name: str) -> bytes:
    answer = await applicant.caller.get(f"{applicant.path}/{name}")
    answer.ok()
    return answer.raw


def _scanned(letter: bytes) -> str:
    """The token at the end of the address on the first page. Raises StoryBroken."""
    with pypdfium2.PdfDocument(letter) as document:
        found = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
    if len(found) != 1:
        raise StoryBroken(f"回执上应有一个二维码，找到 {len(found)} 个")
    return str(found[0].text).rpartition("/")[2]
