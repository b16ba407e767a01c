using Freehold.Workers;

namespace Freehold.Hosting;

/// <summary>
/// The small model that comes with the program, so that a fresh installation answers without anything else. It is beside the program and
/// not in it, so that a smaller package can leave it out.
/// </summary>
internal static class StarterModel
{
    /// <summary>The name that clients use.</summary>
    public const string Name = "starter";

    private static string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "Models", "starter.gguf");

    /// <summary>
    /// Adds it to the models where <see cref="FreeholdOptions.Starter"/> asks for it. <c>auto</c> may choose it only where nothing else is
    /// configured: it costs nothing and is fast, and would take what was meant for a capable model.
    /// </summary>
    public static void AddTo(FreeholdOptions options)
    {
        // Of a cluster nobody knows here what the other members offer.
        var isAlone = options.Postgres is null || !ActorRuntime.HasRoles;
        var isFirst = isAlone && options.Models.Count == 0;
        if (!(options.Starter ?? isFirst) || !(options.Starter is true || File.Exists(Path)))
        {
            return;
        }

        options.Models.TryAdd(Name, new ModelOptions { Path = Path, Automatic = isFirst && options.Providers.Count == 0 });
    }

    /// <summary>True where it is all that is configured.</summary>
    public static bool IsAll(FreeholdOptions options) =>
        options.Providers.Count == 0 && options.Models.Count == 1 && options.Models.TryGetValue(Name, out var model) && model.Path == Path;
}
