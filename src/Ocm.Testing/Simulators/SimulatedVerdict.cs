namespace Ocm.Testing.Simulators;

/// <summary>What a simulated server finds of a signature.</summary>
internal enum SimulatedVerdict
{
    /// <summary>It is good.</summary>
    Good,

    /// <summary>There is none that this server looks for.</summary>
    Unsigned,

    /// <summary>The digest is not the body's.</summary>
    WrongDigest,

    /// <summary>The key is of another server than the one that the message names.</summary>
    WrongServer,

    /// <summary>The keys cannot be had.</summary>
    NoKeys,

    /// <summary>Anything else.</summary>
    Bad,
}
