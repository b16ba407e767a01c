using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Freehold.Clustering.Serialization;

/// <summary>Lets exceptions cross from silo to silo.</summary>
public static class CrossingExceptions
{
    /// <summary>
    /// Orleans carries the type, the message, the inner exception and the data of an exception, but by default only of those of the platform's
    /// namespaces: of any other the caller learns that it cannot be serialized, and not what went wrong. Both sides need this, clients too.
    /// </summary>
    public static IServiceCollection AddCrossingExceptions(this IServiceCollection services) => services
        .Configure<ExceptionSerializationOptions>(options => options.SupportedExceptionTypeFilter = static _ => true);
}
