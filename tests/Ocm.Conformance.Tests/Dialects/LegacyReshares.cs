using Ocm.Addresses;
using Ocm.Errors;
using Ocm.Server.Shares;
using Ocm.Shares;

namespace Ocm.Conformance.Dialects;

/// <summary>Wishes for reshares and changes of permissions, in both directions.</summary>
internal static class LegacyReshares
{
    internal static readonly OcmAddress Third = OcmAddress.Parse("pierre@third.example.org");

    public static async Task<string> AskAsync(LegacyRig rig)
    {
        if (await rig.TakeShareAsync() is not "yes" and var problem)
        {
            return problem;
        }

        var share = (await rig.ReceivedAsync())!;
        await rig.Server.WithAsync<IReceivedShares, OcmResult<ReceivedShare>>(shares => shares.AcceptAsync(share.Id, "marie"));
        var wish = new NewReshareWish { ShareWith = Third, Message = "please" };
        await rig.Server.WithAsync<IReceivedShares, OcmResult<OcmUnit>>(shares => shares.RequestReshareAsync(share.Id, "marie", wish));
        return rig.Heard(rig.Other.Sent.Single(), "REQUEST_RESHARE");
    }

    /// <summary>An older server knows the wish by what it answered, one of the draft by the share that it was about.</summary>
    public static async Task<string> UndoAsync(LegacyRig rig)
    {
        var asked = await AskAsync(rig);
        if (await rig.ReceivedAsync() is not { } share)
        {
            return asked;
        }

        await rig.Server.WithAsync<IReceivedShares, OcmResult<OcmUnit>>(shares => shares.UndoReshareAsync(share.Id, "marie", Third));
        return rig.Other.Peer.Requests.Any(request => request.Text.Contains("RESHARE_UNDO", StringComparison.Ordinal))
            ? rig.Heard(rig.Other.Reshares.Concat(rig.Other.Sent).First(), "RESHARE_UNDO")
            : "not told";
    }

    /// <summary>The wish goes to the owner, and nobody but the owner shares.</summary>
    public static async Task<string> HearAsync(LegacyRig rig)
    {
        if (await rig.ShareFileAsync() is not "yes" and var problem)
        {
            return problem;
        }

        if (await rig.Other.NotifyAsync(rig.Server.Origin, "REQUEST_RESHARE", rig.Other.Received.Single()) is not { } reply)
        {
            return "never sent";
        }

        await rig.SentAsync();
        return rig.Wishes.All.SingleOrDefault()?.ShareWith?.ToString() == "pierre@third.example.org" ? "yes" : $"{reply.Status}";
    }

    public static async Task<string> ChangePermissionsAsync(LegacyRig rig)
    {
        if (await rig.ShareFileAsync() is not "yes" and var problem)
        {
            return problem;
        }

        var id = (await rig.SentAsync()).ProviderId;
        await rig.Server.WithAsync<ISentShares, OcmResult<SentShare>>(shares => shares.ChangePermissionsAsync(id, [Permission.Read, Permission.Write]));
        var changed = (await rig.SentAsync()).Permissions;
        return changed.Count != 2 ? "not changed" : rig.Heard(rig.Other.Received.Single(), "SHARE_CHANGE_PERMISSION");
    }

    public static async Task<string> HearPermissionsAsync(LegacyRig rig)
    {
        if (await rig.TakeShareAsync() is not "yes" and var problem)
        {
            return problem;
        }

        if (await rig.Other.NotifyAsync(rig.Server.Origin, "SHARE_CHANGE_PERMISSION", rig.Other.Sent.Single()) is not { } reply)
        {
            return "never sent";
        }

        return (await rig.ReceivedAsync())!.Protocol.WebDav!.Permissions!.Contains(Permission.Write) ? "yes" : $"{reply.Status}";
    }
}
