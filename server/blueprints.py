"""Every blueprint of the features, in the order in which the description of the API shows them."""

from server.edge.web.routes import Routes
from server.features.accounts.routes import sme as sme_accounts
from server.features.applications.decision_routes import sme as sme_decisions
from server.features.applications.routes import sme as sme_applications
from server.features.attachments.routes import anyone as anyone_attachments
from server.features.attachments.routes import authority as authority_attachments
from server.features.attachments.routes import party as party_attachments
from server.features.attachments.routes import sme as sme_attachments
from server.features.batches.routes import own as own_batches
from server.features.batches.template_routes import template as batch_templates
from server.features.client_lists.routes import applicant as applicant_clients
from server.features.client_lists.routes import party as party_clients
from server.features.client_software.routes import public as public_client_software
from server.features.clients.routes import platform as platform_clients
from server.features.desk.routes import anyone as anyone_desk
from server.features.editions.routes import authority as authority_editions
from server.features.enterprises.review_routes import reviewer as reviewer_enterprises
from server.features.enterprises.routes import sme as sme_enterprises
from server.features.entrances.routes import public as public_entrances
from server.features.evidence.routes import party as party_evidence
from server.features.evidence.routes import public as public_evidence
from server.features.evidence.routes import sme as sme_evidence
from server.features.exceptions.code_routes import reviewer as reviewer_codes
from server.features.exceptions.dispute_routes import authority as authority_disputes
from server.features.exceptions.move_routes import reviewer as reviewer_moves
from server.features.exceptions.routes import authority as authority_appeals
from server.features.exceptions.routes import reviewer as reviewer_credit_records
from server.features.exceptions.routes import sme as sme_appeals
from server.features.exceptions.waiver_routes import authority as authority_waivers
from server.features.held.routes import authority as authority_held
from server.features.held.routes import own as own_held
from server.features.identity.login_routes import public as public_identity
from server.features.identity.login_routes import sme as sme_identity
from server.features.identity.routes import anyone as anyone_identity
from server.features.identity.text_routes import public as public_texts
from server.features.letters.material_routes import public as public_materials
from server.features.letters.routes import public as public_letters
from server.features.letters.routes import sme as sme_letters
from server.features.market.favourite_routes import sme as sme_favourites
from server.features.market.routes import public as public_market
from server.features.matches.routes import public as public_matches
from server.features.matches.routes import sme as sme_matches
from server.features.members.routes import sme as sme_members
from server.features.messages.push_routes import push as wechat_push
from server.features.messages.routes import anyone as anyone_notifications
from server.features.messages.routes import sme as sme_subscriptions
from server.features.messages.settings_routes import anyone as anyone_message_settings
from server.features.notices.office_routes import authority as office_notices
from server.features.notices.routes import anyone as anyone_objections
from server.features.notices.routes import authority as authority_notices
from server.features.notices.routes import public as public_notices
from server.features.options.routes import public as public_options
from server.features.pages.routes import public as public_pages
from server.features.payees.authority_routes import authority as authority_payees
from server.features.payees.owner_routes import owner as firm_payees
from server.features.payouts.own_routes import applicant as applicant_payouts
from server.features.payouts.routes import authority as authority_payouts
from server.features.pictures.routes import authority as authority_pictures
from server.features.pictures.routes import own as own_pictures
from server.features.pictures.routes import public as public_pictures
from server.features.platforms.modes_routes import modes as platform_modes
from server.features.platforms.own_routes import own as own_platform
from server.features.platforms.routes import public as public_platforms
from server.features.programme_files.routes import authority as authority_programme_files
from server.features.programmes.routes import public as public_programmes
from server.features.quota.routes import public as public_quota
from server.features.ratings.routes import platform as platform_ratings
from server.features.ratings.routes import public as public_ratings
from server.features.ratings.routes import sme as sme_ratings
from server.features.recognitions.routes import authority as authority_recognitions
from server.features.recognitions.routes import public as public_recognitions
from server.features.reviews.platform_routes import platform as platform_reviews
from server.features.reviews.routes import authority as authority_reviews
from server.features.reviews.routes import reviewer as reviewer_reviews
from server.features.scoring.routes import authority as authority_scoring
from server.features.scoring.routes import expert as expert_scoring
from server.features.stats.routes import reviewer as reviewer_stats
from server.features.uploads.routes import platform as platform_uploads
from server.features.verdicts.platform_routes import platform as platform_verdicts
from server.features.verdicts.routes import reviewer as reviewer_verdicts

FEATURES: tuple[Routes, ...] = (
    public_identity,
    sme_identity,
    anyone_identity,
    public_texts,
    sme_accounts,
    sme_enterprises,
    reviewer_enterprises,
    sme_members,
    public_options,
    public_client_software,
    public_programmes,
    public_matches,
    sme_matches,
    public_materials,
    public_platforms,
    public_market,
    public_entrances,
    sme_favourites,
    public_pictures,
    own_pictures,
    authority_pictures,
    public_ratings,
    sme_ratings,
    platform_ratings,
    own_platform,
    platform_modes,
    public_quota,
    public_recognitions,
    authority_recognitions,
    sme_applications,
    applicant_clients,
    party_clients,
    sme_evidence,
    party_evidence,
    public_evidence,
    platform_uploads,
    platform_clients,
    platform_reviews,
    platform_verdicts,
    batch_templates,
    own_batches,
    authority_reviews,
    reviewer_reviews,
    reviewer_verdicts,
    reviewer_stats,
    anyone_desk,
    expert_scoring,
    authority_scoring,
    authority_payouts,
    applicant_payouts,
    firm_payees,
    authority_payees,
    authority_held,
    own_held,
    authority_programme_files,
    authority_editions,
    authority_appeals,
    authority_disputes,
    authority_waivers,
    reviewer_credit_records,
    reviewer_codes,
    reviewer_moves,
    sme_appeals,
    sme_attachments,
    party_attachments,
    authority_attachments,
    anyone_attachments,
    sme_decisions,
    sme_letters,
    public_letters,
    public_notices,
    anyone_objections,
    authority_notices,
    office_notices,
    anyone_notifications,
    anyone_message_settings,
    sme_subscriptions,
    wechat_push,
)

PAGES: tuple[Routes, ...] = (public_pages,)
"""For browsers, so no part of the description of the API."""
