using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Ocm.Architecture;

/// <summary>Finds calls in the compiled code, which no alias or formatting of the source can hide.</summary>
internal static class Calls
{
    private static readonly Dictionary<ushort, OperandType> Operands = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => unchecked((ushort)code.Value), code => code.OperandType);

    /// <summary>The methods of a package that call a method, as Type.Method.</summary>
    /// <param name="package">The package.</param>
    /// <param name="type">The full name of the called method's type.</param>
    /// <param name="method">The called method.</param>
    /// <returns>Each caller once.</returns>
    internal static IEnumerable<string> To(Package package, string type, string method)
    {
        using var file = new PEReader(File.OpenRead(package.Assembly.Location));
        var metadata = file.GetMetadataReader();
        List<string> callers = [];
        foreach (var handle in metadata.MethodDefinitions)
        {
            var definition = metadata.GetMethodDefinition(handle);
            if (definition.RelativeVirtualAddress != 0
                && Tokens(file.GetMethodBody(definition.RelativeVirtualAddress).GetILReader()).Any(token => IsTarget(metadata, token, type, method)))
            {
                callers.Add($"{Name(metadata, definition.GetDeclaringType())}.{metadata.GetString(definition.Name)}");
            }
        }

        return callers.Distinct();
    }

    private static List<EntityHandle> Tokens(BlobReader code)
    {
        List<EntityHandle> tokens = [];
        while (code.RemainingBytes > 0)
        {
            ushort value = code.ReadByte();
            if (value == 0xfe)
            {
                value = (ushort)(0xfe00 | code.ReadByte());
            }

            switch (Operands[value])
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                case OperandType.InlineMethod or OperandType.InlineTok:
                    tokens.Add(System.Reflection.Metadata.Ecma335.MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                default:
                    code.Offset += 4;
                    break;
            }
        }

        return tokens;
    }

    private static bool IsTarget(MetadataReader metadata, EntityHandle token, string type, string method)
    {
        switch (token.Kind)
        {
            case HandleKind.MethodSpecification:
                return IsTarget(metadata, metadata.GetMethodSpecification((MethodSpecificationHandle)token).Method, type, method);
            case HandleKind.MemberReference:
                var reference = metadata.GetMemberReference((MemberReferenceHandle)token);
                return metadata.StringComparer.Equals(reference.Name, method) && reference.Parent.Kind == HandleKind.TypeReference
                    && Name(metadata, (TypeReferenceHandle)reference.Parent) == type;
            case HandleKind.MethodDefinition:
                var definition = metadata.GetMethodDefinition((MethodDefinitionHandle)token);
                return metadata.StringComparer.Equals(definition.Name, method) && Name(metadata, definition.GetDeclaringType()) == type;
            default:
                return false;
        }
    }

    private static string Name(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }

    private static string Name(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var outer = type.GetDeclaringType();
        return outer.IsNil ? $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}" : $"{Name(metadata, outer)}.{metadata.GetString(type.Name)}";
    }
}
