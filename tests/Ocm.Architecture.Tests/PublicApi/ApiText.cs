using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Ocm.Architecture.PublicApi;

/// <summary>Writes what a package shows to its users, in a stable order and one line for each member.</summary>
internal static class ApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    internal static string Of(Package package)
    {
        var text = new StringBuilder();
        foreach (var room in package.PublicTypes.Where(type => !IsGenerated(type)).GroupBy(type => type.Namespace ?? string.Empty).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append("namespace ").Append(room.Key).Append('\n');
            foreach (var type in room.OrderBy(TypeNames.Declared, StringComparer.Ordinal))
            {
                text.Append('\n').Append(Head(type)).Append('\n');
                foreach (var member in Members(type))
                {
                    text.Append("    ").Append(member).Append('\n');
                }
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string Head(Type type)
    {
        var marks = Marks(type);
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            var returns = TypeNames.Used(new NullabilityInfoContext().Create(invoke.ReturnParameter), invoke.ReturnType);
            return $"{marks}public delegate {returns} {TypeNames.Declared(type)}({MemberText.Parameters(invoke)});";
        }

        var bases = Bases(type).ToList();
        var constraints = MemberText.Constraints(type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0));
        return $"{marks}public {Kind(type)} {TypeNames.Declared(type)}{(bases.Count > 0 ? $" : {string.Join(", ", bases)}" : string.Empty)}{constraints}";
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum)
        {
            return "enum";
        }

        if (type.IsInterface)
        {
            return "interface";
        }

        var record = IsRecord(type) ? "record " : string.Empty;
        if (type.IsValueType)
        {
            var modifiers = (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : string.Empty) + (type.IsByRefLike ? "ref " : string.Empty);
            return $"{modifiers}{record}struct";
        }

        var kind = record.Length > 0 ? "record" : "class";
        return type switch
        {
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => $"abstract {kind}",
            { IsSealed: true } => $"sealed {kind}",
            _ => kind,
        };
    }

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
        {
            var underlying = Enum.GetUnderlyingType(type);
            return underlying == typeof(int) ? [] : [TypeNames.Used(underlying)];
        }

        var inherited = (type.BaseType?.GetInterfaces() ?? []).Concat(type.GetInterfaces().SelectMany(contract => contract.GetInterfaces())).ToHashSet();
        var contracts = type.GetInterfaces()
            .Where(contract => contract.IsVisible && !inherited.Contains(contract) && !(IsRecord(type) && contract == typeof(IEquatable<>).MakeGenericType(type)))
            .Select(TypeNames.Used)
            .Order(StringComparer.Ordinal);
        return type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? contracts.Prepend(TypeNames.Used(parent)) : contracts;
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)},");
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [];
        }

        var fields = type.GetFields(Declared).Where(field => (field.IsPublic || field.IsFamily) && !IsGenerated(field));
        var constructors = type.GetConstructors(Declared).Where(constructor => Shown(constructor, type) && !IsGenerated(constructor));
        var properties = type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(accessor => Shown(accessor, type)) && !IsGenerated(property));
        var events = type.GetEvents(Declared).Where(member => Shown(member.AddMethod!, type));
        var methods = type.GetMethods(Declared).Where(method => Shown(method, type) && IsMethod(method));
        return Lines(fields, MemberText.Of)
            .Concat(Lines(constructors, MemberText.Of))
            .Concat(Lines(properties, MemberText.Of))
            .Concat(Lines(events, MemberText.Of))
            .Concat(Lines(methods, MemberText.Of));
    }

    private static IEnumerable<string> Lines<T>(IEnumerable<T> members, Func<T, string> write)
        where T : MemberInfo =>
        members.Select(member => (member.Name, Text: Marks(member) + write(member)))
            .OrderBy(line => line.Name, StringComparer.Ordinal)
            .ThenBy(line => line.Text, StringComparer.Ordinal)
            .Select(line => line.Text);

    private static bool Shown(MethodBase method, Type type) => method.IsPublic || (MemberText.Visible(method) && !type.IsSealed);

    private static bool IsMethod(MethodInfo method) =>
        (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        && (!IsGenerated(method) || method.Name == "Deconstruct")
        && !method.Name.StartsWith('<');

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Declared, [typeof(StringBuilder)]) is { } printer && IsGenerated(printer)
        || type.GetMethod("<Clone>$", Declared) is not null;

    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute)) || member.Name.Contains('<', StringComparison.Ordinal);

    private static string Marks(MemberInfo member) =>
        (IsObsolete(member) ? "[Obsolete] " : string.Empty)
        + (member.GetCustomAttribute<ExperimentalAttribute>() is { } experimental ? $"[Experimental({experimental.DiagnosticId})] " : string.Empty);

    // The compiler marks constructors of types with required members, and ref structs, as obsolete for older compilers.
    private static bool IsObsolete(MemberInfo member) =>
        member.IsDefined(typeof(ObsoleteAttribute)) && !member.IsDefined(typeof(CompilerFeatureRequiredAttribute)) && member is not Type { IsByRefLike: true };
}
