using System.Security.Cryptography;
using Ocm.HttpSignatures.Keys;

namespace Ocm.HttpSignatures.Tests.Keys;

public sealed class KeyPoolTests
{
    [Test]
    public void Rent_ReturnedObject_IsUsedAgain()
    {
        var made = new List<Item>();
        Assert.That(KeyPool<Item>.TryCreate(() => Make(made), out var pool), Is.True);

        var first = pool!.Rent();
        pool.Return(first);

        Assert.That(pool.Rent(), Is.SameAs(first));
        Assert.That(made, Has.Count.EqualTo(1));
    }

    [Test]
    public void Rent_SeveralAtOnce_AreDistinctAndKept()
    {
        var made = new List<Item>();
        Assert.That(KeyPool<Item>.TryCreate(() => Make(made), out var pool), Is.True);

        Item[] rented = [pool!.Rent(), pool.Rent(), pool.Rent()];
        Assert.That(rented, Is.Unique);
        foreach (var item in rented)
        {
            pool.Return(item);
        }

        Assert.That(new[] { pool.Rent(), pool.Rent(), pool.Rent() }, Is.EquivalentTo(rented));
        Assert.That(made, Has.Count.EqualTo(3));
    }

    [Test]
    public void Return_MoreThanAreKept_AreDisposed()
    {
        var made = new List<Item>();
        Assert.That(KeyPool<Item>.TryCreate(() => Make(made), out var pool), Is.True);
        var count = (Environment.ProcessorCount * 2) + 3;

        var rented = Enumerable.Range(0, count).Select(_ => pool!.Rent()).ToArray();
        foreach (var item in rented)
        {
            pool!.Return(item);
        }

        Assert.That(made.Count(item => item.IsDisposed), Is.EqualTo(2));
    }

    [Test]
    public void TryCreate_NoKey_Fails() =>
        Assert.That(KeyPool<Item>.TryCreate(() => throw new CryptographicException(), out _), Is.False);

    private static Item Make(List<Item> made)
    {
        var item = new Item();
        made.Add(item);
        return item;
    }

    private sealed class Item : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
