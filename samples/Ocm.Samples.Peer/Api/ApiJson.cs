using System.Text.Json;
using System.Text.Json.Serialization;
using Ocm.Samples.Peer.Contacts;
using Ocm.Samples.Peer.Discovery;
using Ocm.Samples.Peer.Invites;
using Ocm.Samples.Peer.Parties;
using Ocm.Samples.Peer.ShareRequests;
using Ocm.Samples.Peer.Shares;
using Ocm.Server.Parties;

namespace Ocm.Samples.Peer.Api;

/// <summary>Every body that the local API reads or writes.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ApiError))]
[JsonSerializable(typeof(HealthStatus))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(UserRemovalResult))]
[JsonSerializable(typeof(NewShareBody))]
[JsonSerializable(typeof(CreatedShareView))]
[JsonSerializable(typeof(IReadOnlyList<SentShareView>))]
[JsonSerializable(typeof(IReadOnlyList<ReceivedShareView>))]
[JsonSerializable(typeof(ReconcileBody))]
[JsonSerializable(typeof(IReadOnlyList<ReconciledShareView>))]
[JsonSerializable(typeof(InviteView))]
[JsonSerializable(typeof(IReadOnlyList<InviteView>))]
[JsonSerializable(typeof(AcceptInviteBody))]
[JsonSerializable(typeof(IReadOnlyList<ContactView>))]
[JsonSerializable(typeof(NewShareRequestBody))]
[JsonSerializable(typeof(SentShareRequestView))]
[JsonSerializable(typeof(IReadOnlyList<ShareRequestView>))]
[JsonSerializable(typeof(GrantBody))]
[JsonSerializable(typeof(DiscoveryView))]
internal sealed partial class ApiJson : JsonSerializerContext;
