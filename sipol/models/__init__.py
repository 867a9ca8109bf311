from sipol.models.access import AccessKnock as AccessKnock
from sipol.models.access import AccessRequest as AccessRequest
from sipol.models.access import Invitation as Invitation
from sipol.models.advice import Advice as Advice
from sipol.models.advice import SupervisorNote as SupervisorNote
from sipol.models.advice import Viewing as Viewing
from sipol.models.audit import AuditEntry as AuditEntry
from sipol.models.commission import Commission as Commission
from sipol.models.commission import Commissioner as Commissioner
from sipol.models.decree import Decree as Decree
from sipol.models.decree import Officer as Officer
from sipol.models.decree import Standing as Standing
from sipol.models.delegation import Delegation as Delegation
from sipol.models.disclosure import Disclosure as Disclosure
from sipol.models.document import (
    Document as Document,
)
from sipol.models.document import (
    Reading as Reading,
)
from sipol.models.document import (
    ReadingStatus as ReadingStatus,
)
from sipol.models.finding import Finding as Finding
from sipol.models.finding import KnownSpelling as KnownSpelling
from sipol.models.likeness import Likeness as Likeness
from sipol.models.likeness import LikenessSource as LikenessSource
from sipol.models.log import Checkpoint as Checkpoint
from sipol.models.log import LogLeaf as LogLeaf
from sipol.models.member import STANDS_TWICE as STANDS_TWICE
from sipol.models.member import BlockedRow as BlockedRow
from sipol.models.member import KnownTitle as KnownTitle
from sipol.models.member import ListStage as ListStage
from sipol.models.member import Member as Member
from sipol.models.member import MemberList as MemberList
from sipol.models.member import MemberTurn as MemberTurn
from sipol.models.member_paper import DuplicateCase as DuplicateCase
from sipol.models.member_paper import MemberPaper as MemberPaper
from sipol.models.minutes import Minutes as Minutes
from sipol.models.notice import MailWish as MailWish
from sipol.models.notice import Notice as Notice
from sipol.models.office import Office as Office
from sipol.models.office import OfficeFile as OfficeFile
from sipol.models.office import OfficeVisit as OfficeVisit
from sipol.models.office_paper import OfficePaper as OfficePaper
from sipol.models.paper import Paper as Paper
from sipol.models.paper import PaperKind as PaperKind
from sipol.models.party import (
    Party as Party,
)
from sipol.models.party import (
    PartyLabel as PartyLabel,
)
from sipol.models.party import (
    PartyOrgan as PartyOrgan,
)
from sipol.models.party import (
    PartyPost as PartyPost,
)
from sipol.models.party import (
    Unit as Unit,
)
from sipol.models.period import (
    Period as Period,
)
from sipol.models.period import (
    PeriodExtension as PeriodExtension,
)
from sipol.models.period import (
    PeriodWindow as PeriodWindow,
)
from sipol.models.quota import MemberQuota as MemberQuota
from sipol.models.region import Region as Region
from sipol.models.reopening import Reopening as Reopening
from sipol.models.reopening import SecondLook as SecondLook
from sipol.models.sample import Sample as Sample
from sipol.models.sample import SampledMember as SampledMember
from sipol.models.sample import Visit as Visit
from sipol.models.sign_in import AuthenticatorApp as AuthenticatorApp
from sipol.models.sign_in import FactorReset as FactorReset
from sipol.models.sign_in import Passkey as Passkey
from sipol.models.sign_in import RecoveryCode as RecoveryCode
from sipol.models.sign_in import SignIn as SignIn
from sipol.models.signature import Signature as Signature
from sipol.models.submission import Decision as Decision
from sipol.models.submission import Submission as Submission
from sipol.models.user import SignInAttempt as SignInAttempt
from sipol.models.user import User as User
from sipol.models.voter import Voter as Voter
from sipol.models.voter import VoterList as VoterList
