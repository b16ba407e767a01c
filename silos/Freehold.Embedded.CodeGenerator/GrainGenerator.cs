using System.Collections.Immutable;
using System.Reflection;
using Freehold.Embedded.CodeGenerator.Emitting;
using Freehold.Embedded.CodeGenerator.Model;
using Freehold.Embedded.CodeGenerator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Freehold.Embedded.CodeGenerator;

/// <summary>
/// Generates, for the embedded runtime, a reference and calls for each grain interface of the project, and a manifest of its
/// grain classes. Interfaces and classes may live in different projects.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class GrainGenerator : IIncrementalGenerator
{
    private static readonly Dictionary<string, DiagnosticDescriptor> Descriptors = typeof(Diagnostics)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (DiagnosticDescriptor)field.GetValue(null))
        .ToDictionary(descriptor => descriptor.Id);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var interfaces = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is InterfaceDeclarationSyntax { BaseList: not null },
                static (syntax, token) => SymbolOf(syntax, token) is { } type ? InterfaceParser.Parse(type, token) : null)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!);
        var classes = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is ClassDeclarationSyntax { BaseList: not null },
                static (syntax, token) => SymbolOf(syntax, token) is { } type ? ClassParser.Parse(type) : null)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!);

        context.RegisterSourceOutput(interfaces, static (output, model) =>
        {
            Report(output, model.Diagnostics);
            if (IsSound(model.Diagnostics))
            {
                output.AddSource(model.SafeName + ".g.cs", ReferenceEmitter.Emit(model));
            }
        });
        context.RegisterSourceOutput(classes, static (output, model) => Report(output, model.Diagnostics));

        var assemblyName = context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName ?? "");
        context.RegisterSourceOutput(
            interfaces.Collect().Combine(classes.Collect()).Combine(assemblyName), static (output, all) =>
            {
                var ((interfaces, classes), assemblyName) = all;
                EmitManifest(output, interfaces, classes, assemblyName);
            });
    }

    private static void EmitManifest(
        SourceProductionContext output, ImmutableArray<InterfaceModel> interfaces, ImmutableArray<ClassModel> classes, string assemblyName)
    {
        var soundInterfaces = interfaces.Where(model => IsSound(model.Diagnostics)).ToList();
        var soundClasses = classes.Where(model => IsSound(model.Diagnostics)).ToList();
        if (soundInterfaces.Count + soundClasses.Count > 0)
        {
            output.AddSource("GrainManifest.g.cs", ManifestEmitter.Emit(assemblyName, soundInterfaces, soundClasses));
        }
    }

    /// <summary>The declared type; null for all but the first of its partial declarations that has a base list.</summary>
    private static INamedTypeSymbol? SymbolOf(GeneratorSyntaxContext context, CancellationToken cancellationToken)
    {
        var type = context.SemanticModel.GetDeclaredSymbol(context.Node, cancellationToken) as INamedTypeSymbol;
        var first = type?.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellationToken))
            .FirstOrDefault(node => node is TypeDeclarationSyntax { BaseList: not null });
        return first == context.Node ? type : null;
    }

    private static bool IsSound(EquatableArray<DiagnosticModel> diagnostics) =>
        diagnostics.All(diagnostic => Descriptors[diagnostic.Id].DefaultSeverity != DiagnosticSeverity.Error);

    private static void Report(SourceProductionContext output, EquatableArray<DiagnosticModel> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            output.ReportDiagnostic(Diagnostic.Create(
                Descriptors[diagnostic.Id],
                diagnostic.Location?.ToLocation() ?? Location.None,
                diagnostic.Arguments.Cast<object>().ToArray()));
        }
    }
}
