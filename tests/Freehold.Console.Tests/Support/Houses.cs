using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;

namespace Freehold.Console.Tests.Support;

/// <summary>Two tenants with a key each and an admin's key, a model, a provider, and some requests.</summary>
internal static class Houses
{
    public static FakeGrains Two()
    {
        var grains = new FakeGrains();
        grains.Keys["default"] = [Sample.Key("admin", KeyRoles.Admin | KeyRoles.Inference)];
        grains.Keys["acme"] = [Sample.Key("k1", KeyRoles.Inference)];
        grains.Keys["beta"] = [Sample.Key("k2", KeyRoles.Inference)];
        grains.Catalog.AddRange(
            [Sample.Model("stories"), Sample.Model("broken", "/models/broken.gguf is cut off"), Sample.Provider("openai")]);
        grains.Outcomes["acme"] = [Sample.Outcome("acme", 1), Sample.Outcome("acme", 2)];
        grains.Outcomes["beta"] = [Sample.Outcome("beta", 3)];
        grains.Figures["acme"] = new FiguresSnapshot
        {
            Sequence = 2,
            WindowSeconds = 900,
            Models = [Sample.Figures("openai/gpt-4o"), Sample.Figures("stories")],
        };
        return grains;
    }
}
