"""Opens the ways out beside WeChat, as far as the settings name them."""

from tomllib import TOMLDecodeError

from prometheus_client import CollectorRegistry

from config.channels import read_sms_file
from config.settings import PREFIX, Settings, SettingsError
from models.rules.quiet_hours import read_quiet_hours
from server.edge.dispatch import CountSent
from server.edge.mail.client import Mailer, MailServer
from server.edge.sms.gateway import SmsGateway
from server.edge.sms.gateway_file import GatewayRefused, read_gateway
from server.features.messages.metrics import sent_counter
from server.features.messages.pace import SendPace
from server.features.messages.ways import Ways
from server.stores import Stores


def open_ways(settings: Settings, stores: Stores, registry: CollectorRegistry) -> Ways:
    """Raises SettingsError with every problem of the SMS gateway's file."""
    count = sent_counter(registry)
    return Ways(
        pace=SendPace(
            stores.limiter, per_second=settings.wechat_sends_per_second, clock=stores.clock
        ),
        quiet_hours=read_quiet_hours(settings.quiet_hours),
        mailer=_mailer(settings, count),
        sms=_gateway(settings, count),
    )


def _mailer(settings: Settings, count: CountSent) -> Mailer | None:
    if not settings.smtp_host:
        return None
    server = MailServer(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_encryption,
        settings.smtp_user,
        settings.smtp_password,
        settings.smtp_from,
    )
    return Mailer(server, count=count)


def _gateway(settings: Settings, count: CountSent) -> SmsGateway | None:
    if not settings.sms_file:
        return None
    try:
        file = read_gateway(read_sms_file(settings.sms_file))
    except (TOMLDecodeError, OSError) as error:
        raise SettingsError(f"{PREFIX}SMS_FILE：{error}") from error
    except GatewayRefused as error:
        problems = (f"{PREFIX}SMS_FILE：{problem}" for problem in error.problems)
        raise SettingsError(*problems) from error
    return SmsGateway(file, settings.sms_secret, count=count)
