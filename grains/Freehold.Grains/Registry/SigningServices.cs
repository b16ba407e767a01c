using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Freehold.Grains.Registry;

/// <summary>Registers the registry's policy, the keys, and what signs our own students.</summary>
public static class SigningServices
{
    /// <summary>
    /// Adds them once, with their options from the configuration; a key that cannot be used ends the start with its line.
    /// </summary>
    public static IServiceCollection AddFreeholdSigning(this IServiceCollection services)
    {
        services.AddOptions<RegistryOptions>().BindConfiguration(RegistryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SigningOptions>().BindConfiguration(SigningOptions.Section).ValidateOnStart();
        services.TryAddSingleton<SigningKeys>();
        services.TryAddSingleton<StudentSigner>();
        return services;
    }
}
