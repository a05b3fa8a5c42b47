namespace Ocm.Conformance.Dialects;

/// <summary>Token exchange with a simulated server, in both directions.</summary>
internal static class LegacyTokens
{
    /// <summary>Read its file, for which our server exchanges the secret.</summary>
    public static async Task<string> ExchangeTheirsAsync(LegacyRig rig)
    {
        var read = await rig.ReadAsync();
        return !rig.Other.ExchangesTokens ? "has none"
            : read == "yes" && rig.Other.IssuedTokens == 0 ? "not asked"
            : read;
    }

    /// <summary>It exchanges the secret of our file, which opens nothing before, and its token opens it until the share has ended.</summary>
    public static async Task<string> ExchangeOursAsync(LegacyRig rig)
    {
        if (await rig.ShareFileAsync() is not "yes" and var problem)
        {
            return problem;
        }

        if (!rig.Other.ExchangesTokens)
        {
            return "has none";
        }

        var share = rig.Other.Received.Single();
        var bySecret = await rig.Other.ReadAsync(rig.Server.Origin, share);
        if (!share.MustExchange)
        {
            return bySecret == 200 ? "by secret" : $"{bySecret}";
        }

        var answer = (await rig.Other.ExchangeAsync(rig.Server.Origin, share))!;
        var byToken = answer.Token is { } token ? await rig.Other.ReadAsync(rig.Server.Origin, share, token) : answer.Status;
        return (bySecret, byToken) == (401, 200) ? "yes" : $"{bySecret} by secret, {byToken} by token";
    }
}
