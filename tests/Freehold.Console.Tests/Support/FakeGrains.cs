using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;

namespace Freehold.Console.Tests.Support;

/// <summary>
/// Grains that answer from memory. They are proxies, so that the tests hold on both runtimes, whose factories have different members;
/// like the silos' call filter, they refuse a call whose flow does not act for the tenant in the grain's key.
/// </summary>
internal sealed class FakeGrains
{
    public Dictionary<string, List<ApiKeyRecord>> Keys { get; } = [];

    public Dictionary<string, List<LoggedOutcome>> Outcomes { get; } = [];

    public Dictionary<string, FiguresSnapshot> Figures { get; } = [];

    public List<Candidate> Catalog { get; } = [];

    public IGrainFactory Factory => Proxy.Of<IGrainFactory>(
        (method, arguments) => GrainOf(method.GetGenericArguments()[0], (string)arguments[0]!));

    private object GrainOf(Type type, string key)
    {
        if (type == typeof(ITenantDirectoryGrain)) return Proxy.Of<ITenantDirectoryGrain>((_, _) => Task.FromResult(Keys.Keys.ToArray()));
        if (type == typeof(ICatalogGrain)) return Proxy.Of<ICatalogGrain>((_, _) => Task.FromResult<CatalogSnapshot?>(CatalogNow()));

        var tenant = key.Split('/')[0];
        if (TenantScope.Current != tenant)
            throw new InvalidOperationException($"A call to {type.Name} '{key}' acts for '{TenantScope.Current}'.");
        if (type == typeof(ITenantGrain)) return Proxy.Of<ITenantGrain>((_, _) => Task.FromResult(Keys[tenant].ToArray()));
        if (type == typeof(IFiguresGrain))
            return Proxy.Of<IFiguresGrain>((_, _) => Task.FromResult(Figures.GetValueOrDefault(tenant, FiguresSnapshot.Empty)));
        if (type == typeof(IOutcomeLogGrain))
            return Proxy.Of<IOutcomeLogGrain>((_, arguments) => Task.FromResult(PageOf(tenant, (OutcomeQuery)arguments[0]!)));
        throw new InvalidOperationException($"The console has no business with {type.Name}.");
    }

    private CatalogSnapshot CatalogNow() => new() { Version = 1, Candidates = [.. Catalog] };

    private OutcomePage PageOf(string tenant, OutcomeQuery query) => new()
    {
        Outcomes = [.. Outcomes.GetValueOrDefault(tenant, []).OrderByDescending(outcome => outcome.Sequence).Take(query.Limit)],
        HasMore = false,
    };
}

/// <summary>An interface whose every call goes to one function.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives the proxies from it.")]
internal class Proxy : DispatchProxy
{
    private Func<MethodInfo, object?[], object?> _answer = null!;

    public static T Of<T>(Func<MethodInfo, object?[], object?> answer)
        where T : class
    {
        var proxy = Create<T, Proxy>();
        ((Proxy)(object)proxy)._answer = answer;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!, args ?? []);
}
