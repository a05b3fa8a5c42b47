using Ocm.Samples.Federation.Vendors;
using Ocm.Samples.Federation.Wire;

namespace Ocm.Samples.Federation;

/// <summary>What all steps share: the two vendors' servers, what travels between them, and what earlier steps made.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly string _folder;

    private Stage(string folder, StorySettings settings, VendorCertificates certificates, WireLog wire, Vendor sender, Vendor receiver)
    {
        _folder = folder;
        Settings = settings;
        Certificates = certificates;
        Wire = wire;
        Sender = sender;
        Receiver = receiver;
    }

    public StorySettings Settings { get; }

    public VendorCertificates Certificates { get; }

    /// <summary>What the two servers said to each other.</summary>
    public WireLog Wire { get; }

    /// <summary>The sending server, where Alice is.</summary>
    public Vendor Sender { get; }

    /// <summary>The receiving server, where Bob is.</summary>
    public Vendor Receiver { get; }

    /// <summary>The read-only share of the folder, once it is sent and received.</summary>
    public SharePair? Folder { get; set; }

    /// <summary>The share with write permission.</summary>
    public SharePair? Inbox { get; set; }

    /// <summary>The folder's share, for steps that need it.</summary>
    /// <exception cref="StepFailedException">There is none.</exception>
    public SharePair DemandFolder() => Folder ?? throw new StepFailedException("There is no share of the folder: an earlier step failed.");

    /// <summary>The share with write permission, for steps that need it.</summary>
    /// <exception cref="StepFailedException">There is none.</exception>
    public SharePair DemandInbox() => Inbox ?? throw new StepFailedException("There is no share with write permission: an earlier step failed.");

    /// <summary>Starts both servers, each with a certificate of a small authority that both trust.</summary>
    public static async Task<Stage> SetAsync(StorySettings settings, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("ocm-federation-").FullName;
        Vendor? sender = null;
        Vendor? receiver = null;
        try
        {
            var certificates = VendorCertificates.Make(Path.Join(folder, "tls"));
            var wire = new WireLog();
            sender = await Vendor.StartAsync("Aurora Drive", "alice", "Alice Adams", folder, certificates, wire, cancellationToken);
            receiver = await Vendor.StartAsync("Borealis Files", "bob", "Bob Brown", folder, certificates, wire, cancellationToken);
            return new Stage(folder, settings, certificates, wire, sender, receiver);
        }
        catch
        {
            await ClearAsync(folder, sender, receiver);
            throw;
        }
    }

    /// <summary>A third vendor's server, trusted as little as any stranger's.</summary>
    public Task<Vendor> StartStrangerAsync(CancellationToken cancellationToken) =>
        Vendor.StartAsync("Mallory Storage", "mallory", "Mallory", _folder, Certificates, Wire, cancellationToken);

    public async ValueTask DisposeAsync() => await ClearAsync(_folder, Sender, Receiver);

    private static async Task ClearAsync(string folder, params Vendor?[] vendors)
    {
        foreach (var vendor in vendors.OfType<Vendor>())
        {
            await vendor.DisposeAsync();
        }

        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // The operating system clears its temporary files.
        }
    }
}
