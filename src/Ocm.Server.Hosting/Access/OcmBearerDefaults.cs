namespace Ocm.Server.Access;

/// <summary>Names of the authentication of receiving servers at the vendor's own endpoints.</summary>
public static class OcmBearerDefaults
{
    /// <summary>The authentication scheme.</summary>
    public const string AuthenticationScheme = "OcmBearer";

    /// <summary>The authorization policy that asks for it.</summary>
    public const string PolicyName = "OcmShare";

    /// <summary>The claim that holds the share's provider id.</summary>
    public const string ProviderIdClaim = "ocm:providerId";

    /// <summary>The claim that holds the recipient's address.</summary>
    public const string RecipientClaim = "ocm:shareWith";
}
