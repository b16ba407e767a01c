using Microsoft.Extensions.DependencyInjection;

namespace Freehold.Workers.Students;

/// <summary>Registers what runs students.</summary>
public static class StudentServices
{
    /// <summary>Adds the shelf of specialists and the adapters; the host registers the artifact store and the registry's gate.</summary>
    /// <param name="services">The services.</param>
    /// <param name="folder">Where adapters are unpacked, unless <c>Freehold:Students:Folder</c> says otherwise.</param>
    public static IServiceCollection AddFreeholdStudents(this IServiceCollection services, string folder)
    {
        services.AddOptions<StudentOptions>().Configure(options => options.Folder = folder).BindConfiguration("Freehold:Students")
            .ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<StudentNames>().AddSingleton<SpecialistShelf>().AddSingleton<StudentAdapters>();
    }
}
