"""How messages go out besides the inbox, as an installation has it."""

from dataclasses import dataclass

from models.rules.quiet_hours import QuietHours
from server.edge.mail.client import Mailer
from server.edge.sms.gateway import SmsGateway
from server.features.messages.pace import SendPace


@dataclass(frozen=True, slots=True)
class Ways:
    """`pace` is WeChat's. `quiet_hours` of who never chose: None is none. Without `mailer` and `sms`
    nothing goes by mail and SMS."""

    pace: SendPace
    quiet_hours: QuietHours | None
    mailer: Mailer | None
    sms: SmsGateway | None
