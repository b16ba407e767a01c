using Microsoft.CodeAnalysis;

namespace Freehold.Embedded.CodeGenerator;

/// <summary>What the generator refuses. The ids are stable; see AnalyzerReleases.*.md.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor ReturnType = Error(
        "FHE001", "Grain method has an unsupported return type",
        "{0} must return Task, Task<T>, ValueTask, ValueTask<T> or IAsyncEnumerable<T>");

    public static readonly DiagnosticDescriptor GenericMethod = Error(
        "FHE002", "Grain method is generic", "{0} must not be generic");

    public static readonly DiagnosticDescriptor StringKey = Error(
        "FHE003", "Grain interface has no string key", "{0} must derive from IGrainWithStringKey");

    public static readonly DiagnosticDescriptor ByReference = Error(
        "FHE004", "Grain method takes a parameter by reference", "Parameter '{1}' of {0} must be passed by value");

    public static readonly DiagnosticDescriptor Tokens = Error(
        "FHE005", "Grain method takes several tokens", "{0} must take at most one CancellationToken");

    public static readonly DiagnosticDescriptor NotAMethod = Error(
        "FHE006", "Grain interface has a member that is no method", "{0} must be a method: a property or an event cannot be awaited");

    public static readonly DiagnosticDescriptor GenericType = Error(
        "FHE007", "Grain type is generic", "{0} must not be generic");

    public static readonly DiagnosticDescriptor Hidden = Error(
        "FHE008", "Grain type is hidden from generated code", "{0} must be public or internal, and so must the types it is nested in");

    public static readonly DiagnosticDescriptor OneWayResult = Error(
        "FHE009", "One-way method returns a result", "{0} is one-way and must return Task or ValueTask");

    public static readonly DiagnosticDescriptor TimeSpan = Error(
        "FHE010", "Time span cannot be parsed", "'{1}' on {0} is not a time span such as 00:01:30");

    public static readonly DiagnosticDescriptor StateParameter = Error(
        "FHE011", "Persistent state parameter has another type", "Parameter '{1}' of {0} must be an IPersistentState<T>");

    public static readonly DiagnosticDescriptor EmptyState = new(
        "FHE012", "Persistent state cannot be made empty",
        "State {1} of {0} needs a constructor without parameters and no required members; without it State is null until it is set",
        "Freehold.Grains", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor StreamingWorker = Error(
        "FHE013", "Stateless worker streams",
        "{0} is a stateless worker and must not implement {1}, which returns IAsyncEnumerable: each step may reach another worker");

    public static readonly DiagnosticDescriptor Subscriber = Error(
        "FHE014", "Implicit subscriber cannot set its observer",
        "{0} has [ImplicitStreamSubscription] and must implement Orleans.Streams.Core.IStreamSubscriptionObserver");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "Freehold.Grains", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
