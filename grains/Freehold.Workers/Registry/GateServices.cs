using Freehold.Grains.Registry;
using Microsoft.Extensions.DependencyInjection;

namespace Freehold.Workers.Registry;

/// <summary>Registers what stands before a worker's loads.</summary>
public static class GateServices
{
    /// <summary>Adds the gates, with their options from the configuration.</summary>
    public static IServiceCollection AddFreeholdGate(this IServiceCollection services)
    {
        services.AddFreeholdSigning();
        services.AddSingleton<IArtifactGate, ArtifactGate>().AddSingleton<ModelGate>();
        return services;
    }
}
