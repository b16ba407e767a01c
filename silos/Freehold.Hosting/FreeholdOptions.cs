using Freehold.Grains.Providers;
using Freehold.Workers;

namespace Freehold.Hosting;

/// <summary>Everything under <c>Freehold:</c> that the host itself reads; rooms bind sections of their own.</summary>
public sealed class FreeholdOptions
{
    /// <summary>The folder that holds all that an installation keeps.</summary>
    /// <value>Default: <c>freehold</c> in the user's local application data.</value>
    public string DataFolder { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "freehold");

    /// <summary>Local models, by name.</summary>
    public Dictionary<string, ModelOptions> Models { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Upstreams, by name.</summary>
    public Dictionary<string, ProviderOptions> Providers { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}
