using System.Reflection;

namespace Ocm.Architecture.PublicApi;

/// <summary>Writes types as C# does, with their nullability and without namespaces.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
    };

    /// <summary>A type as it is declared: with the names of its type parameters and of the types around it.</summary>
    internal static string Declared(Type type)
    {
        var name = type.DeclaringType is { } outer ? $"{Declared(outer)}.{Bare(type)}" : Bare(type);
        var own = type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0).ToList();
        return own.Count == 0 ? name : $"{name}<{string.Join(", ", own.Select(parameter => parameter.Name))}>";
    }

    /// <summary>A type as it is used, where nothing is known of its nullability.</summary>
    internal static string Used(Type type) => Write(type, nullability: null);

    /// <summary>A type as it is used in a parameter, property or field.</summary>
    internal static string Used(NullabilityInfo nullability, Type type) => Write(type, nullability);

    private static string Write(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
        {
            return Write(type.GetElementType()!, nullability);
        }

        if (type.IsPointer)
        {
            return Write(type.GetElementType()!, nullability: null) + "*";
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            // The context describes the arguments of the value itself, not of Nullable<T>.
            return Write(value, nullability: null) + "?";
        }

        // Of an unconstrained T the context cannot say whether it was written T or T?.
        var mark = nullability is { ReadState: NullabilityState.Nullable } && !type.IsValueType && !type.IsGenericParameter ? "?" : string.Empty;
        if (type.IsArray)
        {
            return $"{Write(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        }

        return Name(type, nullability) + mark;
    }

    private static string Name(Type type, NullabilityInfo? nullability)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        var name = type.DeclaringType is { } outer ? $"{Bare(outer)}.{Bare(type)}" : Bare(type);
        var arguments = type.GetGenericArguments();
        if (arguments.Length == 0)
        {
            return name;
        }

        var known = nullability?.GenericTypeArguments ?? [];
        return $"{name}<{string.Join(", ", arguments.Select((argument, index) => Write(argument, index < known.Length ? known[index] : null)))}>";
    }

    private static string Bare(Type type) => type.Name.Split('`')[0];
}
