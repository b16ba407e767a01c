using Freehold.Embedded.CodeGenerator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using static Freehold.Embedded.CodeGenerator.Parsing.SymbolReader;

namespace Freehold.Embedded.CodeGenerator.Parsing;

/// <summary>Writes the expressions that a grain's constructor is called with; <c>c</c> is the activation's context.</summary>
internal static class ConstructorParser
{
    public static IEnumerable<string> Arguments(INamedTypeSymbol type, Action<DiagnosticDescriptor, string[]> report)
    {
        // The marked constructor, or the one that asks for most.
        var constructor = type.InstanceConstructors
            .Where(candidate => candidate.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal)
            .OrderByDescending(candidate => Attribute(candidate, "Microsoft.Extensions.DependencyInjection.ActivatorUtilitiesConstructorAttribute") is not null)
            .ThenByDescending(candidate => candidate.Parameters.Length)
            .FirstOrDefault();
        return constructor?.Parameters.Select(parameter => Argument(parameter, report)).ToList() ?? [];
    }

    private static string Argument(IParameterSymbol parameter, Action<DiagnosticDescriptor, string[]> report)
    {
        var type = parameter.Type.ToDisplayString(Plain);
        if (Attribute(parameter, "Orleans.Runtime.PersistentStateAttribute") is { } state)
        {
            return State(parameter, state, report);
        }

        if (Is(parameter.Type, "Orleans.Runtime.IGrainContext"))
        {
            return "c.GrainContext";
        }

        if (Is(parameter.Type, "System.IServiceProvider"))
        {
            return "c.Services";
        }

        if (Attribute(parameter, "Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute") is { } keyed
            && keyed.ConstructorArguments.Length == 1)
        {
            return $"c.RequireKeyed<{type}>({keyed.ConstructorArguments[0].ToCSharpString()})";
        }

        if (parameter.HasExplicitDefaultValue)
        {
            return parameter.Type.IsReferenceType ? $"c.Find<{type}>()!" : $"default({type})";
        }

        return $"c.Require<{type}>()";
    }

    private static string State(IParameterSymbol parameter, AttributeData attribute, Action<DiagnosticDescriptor, string[]> report)
    {
        if (!Is(parameter.Type, "Orleans.Runtime.IPersistentState<TState>"))
        {
            report(Diagnostics.StateParameter, [parameter.Name]);
            return "default!";
        }

        var stateType = ((INamedTypeSymbol)parameter.Type).TypeArguments[0];
        var name = TextArgument(attribute).Or(parameter.Name);
        var storage = TextArgument(attribute, 1) is { } storageName ? Names.Literal(storageName) : "null";
        var typeName = stateType.ToDisplayString(Written);
        var empty = "default!";
        if (CanBeMadeEmpty(stateType))
        {
            empty = $"new {stateType.ToDisplayString(Plain)}()";
        }
        else if (stateType.IsReferenceType)
        {
            report(Diagnostics.EmptyState, [typeName]);
        }

        return $"c.State<{typeName}>({Names.Literal(name)}, {storage}, static () => {empty})";
    }

    private static bool CanBeMadeEmpty(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class, IsAbstract: false } named)
        {
            return false;
        }

        for (INamedTypeSymbol? current = named; current is not null; current = current.BaseType)
        {
            if (current.GetMembers().Any(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
            {
                return false;
            }
        }

        return named.InstanceConstructors.Any(constructor =>
            constructor.Parameters.Length == 0 && constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal);
    }
}
