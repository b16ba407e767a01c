using Microsoft.CodeAnalysis;

namespace Freehold.Embedded.CodeGenerator.Parsing;

/// <summary>Questions about symbols that both parsers ask.</summary>
internal static class SymbolReader
{
    /// <summary>As a type is written in source, with its nullability.</summary>
    public static readonly SymbolDisplayFormat Written = SymbolDisplayFormat.FullyQualifiedFormat.WithMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
        | SymbolDisplayMiscellaneousOptions.UseSpecialTypes
        | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Fit for typeof.</summary>
    public static readonly SymbolDisplayFormat Plain = SymbolDisplayFormat.FullyQualifiedFormat;

    /// <summary>Namespace and name, as the runtime shows it.</summary>
    public static string FullName(ITypeSymbol type) => type.ToDisplayString(
        SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted));

    public static bool Is(ITypeSymbol type, string fullName) => FullName(type.OriginalDefinition) == fullName;

    public static bool Implements(ITypeSymbol type, string fullName) => type.AllInterfaces.Any(candidate => Is(candidate, fullName));

    public static bool DerivesFrom(INamedTypeSymbol type, string fullName)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (Is(current, fullName))
            {
                return true;
            }
        }

        return false;
    }

    public static AttributeData? Attribute(ISymbol symbol, string fullName) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass is { } type && Is(type, fullName));

    /// <summary>The attributes of a class and of those it derives from, the nearest first.</summary>
    public static IEnumerable<AttributeData> InheritedAttributes(INamedTypeSymbol type, string fullName)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (var attribute in current.GetAttributes())
            {
                if (attribute.AttributeClass is { } attributeType && Is(attributeType, fullName))
                {
                    yield return attribute;
                }
            }
        }
    }

    public static string? TextArgument(AttributeData? attribute, int index = 0) =>
        attribute is not null && attribute.ConstructorArguments.Length > index ? attribute.ConstructorArguments[index].Value as string : null;

    public static string IdOf(INamedTypeSymbol type) => TextArgument(Attribute(type, "Orleans.AliasAttribute")) ?? FullName(type);

    public static bool IsVisible(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }
}
