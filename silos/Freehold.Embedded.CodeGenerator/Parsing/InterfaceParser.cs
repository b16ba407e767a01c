using Freehold.Embedded.CodeGenerator.Model;
using Microsoft.CodeAnalysis;
using static Freehold.Embedded.CodeGenerator.Parsing.SymbolReader;

namespace Freehold.Embedded.CodeGenerator.Parsing;

/// <summary>Reads a grain interface, and says what is wrong with it.</summary>
internal static class InterfaceParser
{
    private static readonly (string Attribute, int Option)[] Options =
    [
        ("Orleans.Concurrency.OneWayAttribute", 1 << 0),
        ("Orleans.Concurrency.ReadOnlyAttribute", 1 << 1),
        ("Orleans.Concurrency.AlwaysInterleaveAttribute", 1 << 2),
    ];

    /// <summary>Whether the type is an interface of grains, and not one that the runtime itself answers.</summary>
    public static bool IsGrainInterface(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface && Implements(type, "Orleans.IGrain") && !Implements(type, "Orleans.Runtime.IGrainExtension");

    public static InterfaceModel? Parse(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (!IsGrainInterface(type))
        {
            return null;
        }

        var diagnostics = new List<DiagnosticModel>();
        void Report(DiagnosticDescriptor descriptor, ISymbol symbol, params string[] more) => diagnostics.Add(
            new DiagnosticModel(descriptor.Id, LocationModel.Of(symbol) ?? LocationModel.Of(type), new([symbol.ToDisplayString(), .. more])));

        if (!Implements(type, "Orleans.IGrainWithStringKey"))
        {
            Report(Diagnostics.StringKey, type);
        }

        if (type.IsGenericType)
        {
            Report(Diagnostics.GenericType, type);
        }

        if (!IsVisible(type))
        {
            Report(Diagnostics.Hidden, type);
        }

        var methods = new List<MethodModel>();
        foreach (var member in new[] { type }.Concat(type.AllInterfaces).SelectMany(declaring => declaring.GetMembers()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (member is IPropertySymbol or IEventSymbol && !member.IsStatic)
            {
                Report(Diagnostics.NotAMethod, member);
            }
            else if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false } method
                && ParseMethod(method, Report) is { } model)
            {
                methods.Add(model);
            }
        }

        return new InterfaceModel(type.ToDisplayString(Plain), FullName(type), IdOf(type), new(methods), new(diagnostics));
    }

    private static MethodModel? ParseMethod(IMethodSymbol method, Action<DiagnosticDescriptor, ISymbol, string[]> report)
    {
        if (method.IsGenericMethod)
        {
            report(Diagnostics.GenericMethod, method, []);
            return null;
        }

        if (KindOf(method.ReturnType) is not { } kind)
        {
            report(Diagnostics.ReturnType, method, []);
            return null;
        }

        foreach (var parameter in method.Parameters.Where(parameter => parameter.RefKind != RefKind.None))
        {
            report(Diagnostics.ByReference, method, [parameter.Name]);
        }

        if (method.Parameters.Count(IsToken) > 1)
        {
            report(Diagnostics.Tokens, method, []);
        }

        var options = Options.Where(pair => Attribute(method, pair.Attribute) is not null).Sum(pair => pair.Option);
        if ((options & 1) != 0 && kind is not (ReturnKind.Task or ReturnKind.ValueTask))
        {
            report(Diagnostics.OneWayResult, method, []);
        }

        var timeoutText = TextArgument(Attribute(method, "Orleans.ResponseTimeoutAttribute"));
        var timeout = TimeSpan.Zero;
        if (timeoutText is not null && !TimeSpan.TryParse(timeoutText, out timeout))
        {
            report(Diagnostics.TimeSpan, method, [timeoutText]);
        }

        return new MethodModel(
            method.Name,
            method.ContainingType.ToDisplayString(Plain),
            FullName(method.ContainingType),
            IdOf(method.ContainingType),
            kind,
            method.ReturnType.ToDisplayString(Written),
            (method.ReturnType as INamedTypeSymbol)?.TypeArguments.FirstOrDefault()?.ToDisplayString(Written),
            options,
            (long)timeout.TotalMilliseconds,
            new(method.Parameters.Select(parameter => new ParameterModel(
                parameter.Name, parameter.Type.ToDisplayString(Written), parameter.Type.ToDisplayString(Plain), IsToken(parameter)))));
    }

    private static bool IsToken(IParameterSymbol parameter) => Is(parameter.Type, "System.Threading.CancellationToken");

    private static ReturnKind? KindOf(ITypeSymbol type) => FullName(type.OriginalDefinition) switch
    {
        "System.Threading.Tasks.Task" => ReturnKind.Task,
        "System.Threading.Tasks.Task<TResult>" => ReturnKind.TaskOfResult,
        "System.Threading.Tasks.ValueTask" => ReturnKind.ValueTask,
        "System.Threading.Tasks.ValueTask<TResult>" => ReturnKind.ValueTaskOfResult,
        "System.Collections.Generic.IAsyncEnumerable<T>" => ReturnKind.Enumerable,
        _ => null,
    };
}
