namespace Freehold.AppHost;

/// <summary>How a process of the cluster is described.</summary>
internal static class Silos
{
    /// <summary>Adds a process with some of the roles <c>gateway</c>, <c>control</c> and <c>worker</c>, which is healthy once it is ready.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The process's name, in the dashboard and in the cluster.</param>
    /// <param name="roles">Its roles, separated by commas.</param>
    /// <param name="database">The database that the cluster shares.</param>
    /// <param name="port">The port of its HTTP endpoint; null for any.</param>
    public static IResourceBuilder<ProjectResource> AddSilo(
        this IDistributedApplicationBuilder builder, string name, string roles, IResourceBuilder<PostgresDatabaseResource> database, int? port = null) =>
        builder.AddProject<Projects.Freehold_Silo>(name)
            .WithHttpEndpoint(port)
            .WithHttpHealthCheck("/readyz")
            // 'dotnet run' looks by it for the build to start; traces, metrics and logs come to the dashboard by what Aspire sets itself.
            .WithEnvironment("ActorRuntime", "Orleans")
            .WithEnvironment("Freehold__Roles", roles)
            .WithEnvironment("Freehold__Cluster__Name", name)
            .WithEnvironment("Freehold__Postgres", database)
            .WaitFor(database);
}
