using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Ocm.Architecture.PublicApi;

/// <summary>Writes one member in one line of C#.</summary>
internal static class MemberText
{
    private static readonly Dictionary<string, string> Operators = new(StringComparer.Ordinal)
    {
        ["op_Equality"] = "operator ==",
        ["op_Inequality"] = "operator !=",
        ["op_LessThan"] = "operator <",
        ["op_GreaterThan"] = "operator >",
        ["op_LessThanOrEqual"] = "operator <=",
        ["op_GreaterThanOrEqual"] = "operator >=",
        ["op_Addition"] = "operator +",
        ["op_Subtraction"] = "operator -",
        ["op_Implicit"] = "implicit operator",
        ["op_Explicit"] = "explicit operator",
    };

    internal static string Of(FieldInfo field)
    {
        var type = TypeNames.Used(new NullabilityInfoContext().Create(field), field.FieldType);
        return field.IsLiteral
            ? $"{Access(field.IsPublic)} const {type} {field.Name} = {Value(field.GetRawConstantValue())};"
            : $"{Access(field.IsPublic)} {(field.IsStatic ? "static " : string.Empty)}{(field.IsInitOnly ? "readonly " : string.Empty)}{type} {field.Name};";
    }

    internal static string Of(ConstructorInfo constructor) =>
        $"{Access(constructor.IsPublic)} {constructor.DeclaringType!.Name.Split('`')[0]}({Parameters(constructor)});";

    internal static string Of(PropertyInfo property)
    {
        var type = TypeNames.Used(new NullabilityInfoContext().Create(property), property.PropertyType);
        var name = property.GetIndexParameters().Length > 0 ? $"this[{Parameters(property.GetMethod ?? property.SetMethod!)}]" : property.Name;
        var accessor = Visible(property.GetMethod) ? property.GetMethod! : property.SetMethod!;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : string.Empty;
        var get = Visible(property.GetMethod) ? "get; " : string.Empty;
        var set = !Visible(property.SetMethod) ? string.Empty : IsInit(property.SetMethod!) ? "init; " : "set; ";
        return $"{Modifiers(accessor)}{required}{type} {name} {{ {get}{set}}}{Default(accessor)}";
    }

    internal static string Of(EventInfo member) => $"{Modifiers(member.AddMethod!)}event {TypeNames.Used(member.EventHandlerType!)} {member.Name};";

    internal static string Of(MethodInfo method)
    {
        var returns = TypeNames.Used(new NullabilityInfoContext().Create(method.ReturnParameter), method.ReturnType);
        var name = Operators.GetValueOrDefault(method.Name, method.Name);
        var head = method.Name is "op_Implicit" or "op_Explicit" ? $"{name} {returns}" : $"{returns} {name}";
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : string.Empty;
        return $"{Modifiers(method)}{head}{generic}({Parameters(method)}){Constraints(method.GetGenericArguments())};{Default(method)}";
    }

    internal static string Constraints(IEnumerable<Type> parameters) => string.Concat(parameters.Select(parameter =>
    {
        List<string> rules = [];
        var attributes = parameter.GenericParameterAttributes;
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (isStruct)
        {
            rules.Add("struct");
        }
        else if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            rules.Add("class");
        }

        rules.AddRange(parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(TypeNames.Used));
        if (!isStruct && attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
        {
            rules.Add("new()");
        }

        return rules.Count == 0 ? string.Empty : $" where {parameter.Name} : {string.Join(", ", rules)}";
    }));

    internal static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select((parameter, index) => Parameter(parameter, IsExtension(method) && index == 0)));

    internal static bool Visible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static string Parameter(ParameterInfo parameter, bool isThis)
    {
        var type = TypeNames.Used(new NullabilityInfoContext().Create(parameter), parameter.ParameterType);
        var modifier = isThis ? "this "
            : parameter.IsOut ? "out "
            : parameter.IsDefined(typeof(IsReadOnlyAttribute)) || parameter.IsIn ? "in "
            : parameter.ParameterType.IsByRef ? "ref "
            : parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params "
            : string.Empty;
        var value = parameter.HasDefaultValue ? $" = {DefaultValue(parameter)}" : string.Empty;
        return $"{modifier}{type} {parameter.Name}{value}";
    }

    private static string DefaultValue(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (parameter.RawDefaultValue is null)
        {
            return parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null";
        }

        return type.IsEnum ? $"{TypeNames.Used(type)}.{Enum.ToObject(type, parameter.RawDefaultValue)}" : Value(parameter.RawDefaultValue);
    }

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        char c => $"'{c}'",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Modifiers(MethodBase method)
    {
        var inInterface = method.DeclaringType!.IsInterface;
        var access = inInterface ? string.Empty : Access(method.IsPublic) + " ";
        if (method.IsStatic)
        {
            return access + (inInterface && method.IsAbstract ? "static abstract " : inInterface && method.IsVirtual ? "static virtual " : "static ");
        }

        if (inInterface || !method.IsVirtual || method.IsFinal)
        {
            return access;
        }

        var isOverride = method is MethodInfo info && info.GetBaseDefinition().DeclaringType != method.DeclaringType;
        return access + (isOverride ? "override " : method.IsAbstract ? "abstract " : "virtual ");
    }

    // Whether an implementer may leave the member of an interface out.
    private static string Default(MethodBase method) =>
        method is { DeclaringType.IsInterface: true, IsAbstract: false, IsStatic: false } ? " // has a default" : string.Empty;

    private static string Access(bool isPublic) => isPublic ? "public" : "protected";

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool IsExtension(MethodBase method) => method.IsDefined(typeof(ExtensionAttribute));
}
