using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Freehold.Embedded.CodeGenerator.Model;

/// <summary>How a method answers.</summary>
internal enum ReturnKind
{
    Task,
    TaskOfResult,
    ValueTask,
    ValueTaskOfResult,
    Enumerable,
}

/// <summary>A parameter. Type names are global and as written in source; the plain one is fit for typeof.</summary>
internal sealed record ParameterModel(string Name, string Type, string PlainType, bool IsToken);

/// <summary>A method of a grain interface.</summary>
internal sealed record MethodModel(
    string Name,
    string DeclaringType,
    string DeclaringName,
    string DeclaringId,
    ReturnKind ReturnKind,
    string ReturnType,
    string? ResultType,
    int Options,
    long ResponseTimeoutMs,
    EquatableArray<ParameterModel> Parameters)
{
    public bool IsOneWay => (Options & 1) != 0;
}

/// <summary>A grain interface.</summary>
internal sealed record InterfaceModel(
    string Type, string Name, string Id, EquatableArray<MethodModel> Methods, EquatableArray<DiagnosticModel> Diagnostics)
{
    public string SafeName => Names.Safe(Name);
}

/// <summary>A grain class.</summary>
internal sealed record ClassModel(
    string Type,
    string Name,
    string GrainTypeName,
    bool IsReentrant,
    int MaxLocalWorkers,
    bool NeverCollected,
    long? AgeLimitMs,
    EquatableArray<string> Interfaces,
    EquatableArray<string> StreamNamespaces,
    EquatableArray<string> ConstructorArguments,
    EquatableArray<DiagnosticModel> Diagnostics);

/// <summary>A diagnostic without references into the compilation, so that it can be compared.</summary>
internal sealed record DiagnosticModel(string Id, LocationModel? Location, EquatableArray<string> Arguments);

/// <summary>A place in a file.</summary>
internal sealed record LocationModel(string File, TextSpan Span, LinePositionSpan Lines)
{
    public static LocationModel? Of(ISymbol symbol) =>
        symbol.Locations.Length > 0 && symbol.Locations[0] is { SourceTree: { } tree } location
            ? new LocationModel(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span)
            : null;

    public Location ToLocation() => Location.Create(File, Span, Lines);
}

/// <summary>Names in generated code.</summary>
internal static class Names
{
    public static string Safe(string name)
    {
        var chars = name.ToCharArray();
        for (var i = 0; i < chars.Length; i++)
        {
            chars[i] = char.IsLetterOrDigit(chars[i]) ? chars[i] : '_';
        }

        return new string(chars);
    }

    public static string Literal(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";

    public static string Or(this string? text, string other) => string.IsNullOrEmpty(text) ? other : text!;
}
