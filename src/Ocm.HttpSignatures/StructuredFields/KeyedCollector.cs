using System.Collections.Immutable;

namespace Ocm.HttpSignatures.StructuredFields;

/// <summary>
/// Collects what is keyed, in order. A repeated key keeps the place of its first and takes the value of its last
/// occurrence, as RFC 9651, sections 4.2.2 and 4.2.3.2 say. Few keys are searched one by one, many through a dictionary,
/// so that a hostile field costs no more than its length.
/// </summary>
internal struct KeyedCollector<T>(int capacity)
{
    private const int SearchedOneByOne = 16;

    private readonly ImmutableArray<KeyValuePair<string, T>>.Builder _entries =
        ImmutableArray.CreateBuilder<KeyValuePair<string, T>>(capacity);

    private Dictionary<string, int>? _places;

    public readonly int Count => _entries.Count;

    public static void ThrowUnlessKey(string key, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(key, parameterName);
        if (!FieldCharacters.IsKey(key))
        {
            throw new ArgumentException("A key of a structured field begins with a lower-case letter or '*' and goes on with lower-case letters, digits, '_', '-', '.' and '*'.", parameterName);
        }
    }

    public void Set(string key, T value)
    {
        var entry = KeyValuePair.Create(key, value);
        var place = Find(key);
        if (place >= 0)
        {
            _entries[place] = entry;
            return;
        }

        _places?.Add(key, _entries.Count);
        _entries.Add(entry);
    }

    public readonly ImmutableArray<KeyValuePair<string, T>> ToImmutable() => _entries.DrainToImmutable();

    private int Find(string key)
    {
        if (_entries.Count <= SearchedOneByOne)
        {
            for (var i = 0; i < _entries.Count; i++)
            {
                if (string.Equals(_entries[i].Key, key, StringComparison.Ordinal))
                {
                    return i;
                }
            }

            return -1;
        }

        if (_places is null)
        {
            _places = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var i = 0; i < _entries.Count; i++)
            {
                _places.Add(_entries[i].Key, i);
            }
        }

        return _places.TryGetValue(key, out var place) ? place : -1;
    }
}
