using Freehold.Embedded.CodeGenerator.Model;
using Microsoft.CodeAnalysis;
using static Freehold.Embedded.CodeGenerator.Parsing.SymbolReader;

namespace Freehold.Embedded.CodeGenerator.Parsing;

/// <summary>Reads a grain class, and says what is wrong with it.</summary>
internal static class ClassParser
{
    private const int AsManyAsProcessors = -1;

    public static ClassModel? Parse(INamedTypeSymbol type)
    {
        if (type.IsAbstract || !Implements(type, "Orleans.IGrain")
            || !(DerivesFrom(type, "Orleans.Grain") || Implements(type, "Orleans.IGrainBase")))
        {
            return null;
        }

        var diagnostics = new List<DiagnosticModel>();
        void Report(DiagnosticDescriptor descriptor, params string[] more) =>
            diagnostics.Add(new DiagnosticModel(descriptor.Id, LocationModel.Of(type), new([type.ToDisplayString(), .. more])));

        if (type.IsGenericType)
        {
            Report(Diagnostics.GenericType);
        }

        if (!IsVisible(type))
        {
            Report(Diagnostics.Hidden);
        }

        var interfaces = type.AllInterfaces
            .Where(candidate => InterfaceParser.IsGrainInterface(candidate) && Implements(candidate, "Orleans.IGrainWithStringKey"))
            .ToList();
        var workers = MaxWorkersOf(type);
        if (workers != 0 && interfaces.Find(Streams) is { } streaming)
        {
            Report(Diagnostics.StreamingWorker, streaming.ToDisplayString());
        }

        var namespaces = InheritedAttributes(type, "Orleans.ImplicitStreamSubscriptionAttribute")
            .Select(attribute => TextArgument(attribute) ?? "").ToList();
        if (namespaces.Count > 0 && !Implements(type, "Orleans.Streams.Core.IStreamSubscriptionObserver"))
        {
            Report(Diagnostics.Subscriber);
        }

        return new ClassModel(
            type.ToDisplayString(Plain),
            FullName(type),
            TextArgument(Attribute(type, "Orleans.GrainTypeAttribute")) ?? DefaultTypeName(type.Name),
            InheritedAttributes(type, "Orleans.Concurrency.ReentrantAttribute").Any(),
            workers,
            NeverCollected(type),
            AgeLimitMsOf(type, Report),
            new(interfaces.Select(candidate => candidate.ToDisplayString(Plain))),
            new(namespaces),
            new(ConstructorParser.Arguments(type, Report)),
            new(diagnostics));
    }

    private static string DefaultTypeName(string className)
    {
#pragma warning disable CA1308 // The grain type of a class is defined as lower case.
        var name = className.ToLowerInvariant();
#pragma warning restore CA1308
        return name.Length > 5 && name.EndsWith("grain", StringComparison.Ordinal) ? name.Substring(0, name.Length - 5) : name;
    }

    private static int MaxWorkersOf(INamedTypeSymbol type)
    {
        if (InheritedAttributes(type, "Orleans.Concurrency.StatelessWorkerAttribute").FirstOrDefault() is not { } attribute)
        {
            return 0;
        }

        return attribute.ConstructorArguments.FirstOrDefault().Value is int and > 0 and var max ? max : AsManyAsProcessors;
    }

    private static bool Streams(INamedTypeSymbol type) => new[] { type }.Concat(type.AllInterfaces)
        .SelectMany(declaring => declaring.GetMembers().OfType<IMethodSymbol>())
        .Any(method => Is(method.ReturnType, "System.Collections.Generic.IAsyncEnumerable<T>"));

    private static bool NeverCollected(INamedTypeSymbol type) =>
        InheritedAttributes(type, "Orleans.KeepAliveAttribute").Any()
        || InheritedAttributes(type, "Orleans.CollectionAgeLimitAttribute").FirstOrDefault() is { } limit
            && limit.NamedArguments.Any(argument => argument is { Key: "AlwaysActive", Value.Value: true });

    private static long? AgeLimitMsOf(INamedTypeSymbol type, Action<DiagnosticDescriptor, string[]> report)
    {
        if (InheritedAttributes(type, "Orleans.CollectionAgeLimitAttribute").FirstOrDefault() is not { } limit)
        {
            return null;
        }

        if (TextArgument(limit) is { } text)
        {
            if (TimeSpan.TryParse(text, out var parsed))
            {
                return (long)parsed.TotalMilliseconds;
            }

            report(Diagnostics.TimeSpan, [text]);
        }

        double Named(string name) => limit.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value as double? ?? 0;
        var minutes = (Named("Days") * 24 * 60) + (Named("Hours") * 60) + Named("Minutes");
        return (long)(Math.Max(minutes, 1) * 60_000);
    }
}
