"""An installation's keys before, during and after a change, and rows that use them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from models.tables.enterprises import Enterprise
from models.tables.ids import new_id
from models.tables.people import Organisation
from models.tables.platforms import Payee
from server.features.identity.persons import find_or_add_by_openid, find_person_key, phone_index
from server.features.platforms.payee_account import seal_account
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import transaction
from storage.postgres.persons import lock_user, save_phone
from tests.world.databases import SpareDatabase, owner_connection

NOW = datetime(2026, 11, 29, tzinfo=UTC)
M1, M2, I1, I2 = (sha256(name.encode()).digest() for name in ("m1", "m2", "i1", "i2"))
BEFORE = Keyring({"m1": M1}, "m1", I1)
"""As it was."""
KNOWING = Keyring({"m1": M1, "m2": M2}, "m1", I1, I2)
"""The new keys are known, and nothing is made with them yet."""
TURNED = Keyring({"m1": M1, "m2": M2}, "m2", I2, I1)
"""What is new is made with the new keys, what is old is still read."""
AFTER = Keyring({"m2": M2}, "m2", I2)
"""The old keys are thrown away."""
PHONE, ACCOUNT = "+8613800138000", "6222021234567890"


@dataclass(frozen=True)
class Rows:
    """One of each kind."""

    person_id: UUID
    payee: Payee
    line_id: UUID


async def log_in(keyring: Keyring, openid: str) -> UUID:
    async with transaction() as tx:
        user, _ = await find_or_add_by_openid(tx, keyring, openid, at=NOW)
        return user.id


async def give_phone(keyring: Keyring, user_id: UUID, whole: str = PHONE) -> None:
    async with transaction() as tx:
        user = await lock_user(tx, user_id)
        assert user is not None
        wrapped = await find_person_key(user_id, tx=tx)
        cipher, index = keyring.encrypt(wrapped, "phone", whole), phone_index(keyring, whole)
        await save_phone(tx, user, cipher=cipher, index=index, masked="138****8000")


async def one_of_each(keyring: Keyring, database: SpareDatabase) -> Rows:
    """A person with a phone, an account, and its copy on a line of a payout."""
    person_id = await log_in(keyring, "oWang")
    await give_phone(keyring, person_id)
    owner = await Organisation.create(kind="platform", name="云溪", created_at=NOW)
    payee = await Payee.create(
        organisation_id=owner.id,
        name="云溪",
        bank="工行",
        account_cipher=seal_account(keyring, owner.id, ACCOUNT),
        account_masked="6222****",
        created_at=NOW,
    )
    line_id = new_id()
    async with owner_connection(database.owner) as admin:
        # A line hangs on a payout, an edition and a programme, none of which matters here.
        await admin.execute("SET session_replication_role = replica")
        await admin.execute(
            "INSERT INTO payout_lines (id, payout_id, number, payee_id, payee_name, bank,"
            " account_cipher, account_masked, amount_fen, state)"
            " VALUES ($1, $1, 1, $2, '云溪', '工行', $3, '6222****', 100, 'open')",
            line_id,
            payee.id,
            payee.account_cipher,
        )
    return Rows(person_id, payee, line_id)


async def declare_phone(keyring: Keyring, whole: str = PHONE) -> UUID:
    """A firm whose platform declared that number."""
    firm = await Enterprise.create(
        uscc="91310115MA1K3YJ12X",
        name="沪东",
        district="浦东新区",
        sector="x",
        employees=1,
        annual_revenue_fen=1,
        registered_on=NOW.date(),
        registered_city="上海市",
        in_service_zone=False,
        state="claimed",
        declared_phone_index=phone_index(keyring, whole),
        created_at=NOW,
    )
    return firm.id
