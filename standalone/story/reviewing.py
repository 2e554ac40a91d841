"""A reviewer's desk: find the work, take it, decide it."""

from typing import Any

from standalone.story.broken import StoryBroken
from standalone.story.caller import Caller, HttpAnswer
from standalone.story.expecting import expect
from standalone.story.scene import DemoApplicant


async def find_review(reviewer: Caller, stage: str, applicant: DemoApplicant) -> dict[str, Any]:
    """The open review of this application. Raises StoryBroken if it is not on the list."""
    number = applicant.application["number"]
    page = (await reviewer.get("/reviews", stage=stage, q=number, state="open")).ok()
    for item in page["items"]:
        if item["application_id"] == applicant.application["id"]:
            return dict(item)
    raise StoryBroken(f"{number} 的“{stage}”审核不在待办里")


async def take(reviewer: Caller, review: dict[str, Any]) -> dict[str, Any]:
    """Take it; what it is decided by."""
    taken: dict[str, Any] = (await reviewer.post(f"/reviews/{review['id']}/take")).ok()
    mine = (await reviewer.get("/reviews", state="mine", q=review["number"])).ok()["items"]
    expect("领取后在“我的”里", [review["id"]], [item["id"] for item in mine])
    return taken


async def decide(reviewer: Caller, review: dict[str, Any], **verdict: Any) -> HttpAnswer:
    return await reviewer.post(f"/reviews/{review['id']}/decide", verdict)
