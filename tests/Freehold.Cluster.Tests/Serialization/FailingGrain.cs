namespace Freehold.Cluster.Tests.Serialization;

/// <summary>Fails as it is told.</summary>
[Alias("freehold.tests.IFailingGrain")]
public interface IFailingGrain : IGrainWithStringKey
{
    /// <summary>Where the grain is.</summary>
    [Alias("Where")]
    Task<SiloAddress> WhereAsync();

    /// <summary>Throws an exception of this type with this message.</summary>
    [Alias("Throw")]
    Task ThrowAsync(string assemblyQualifiedName, string message);
}

/// <inheritdoc cref="IFailingGrain"/>
public sealed class FailingGrain(ILocalSiloDetails silo) : Grain, IFailingGrain
{
    /// <inheritdoc/>
    public Task<SiloAddress> WhereAsync() => Task.FromResult(silo.SiloAddress);

    /// <inheritdoc/>
    public Task ThrowAsync(string assemblyQualifiedName, string message) =>
        throw Make(Type.GetType(assemblyQualifiedName, throwOnError: true)!, message);

    /// <summary>An exception of a type, by the first of its constructors that takes texts, with or without an inner exception.</summary>
    public static Exception Make(Type type, string message)
    {
        var constructor = type.GetConstructors().First(candidate => candidate.GetParameters() is { Length: > 0 } parameters
            && parameters.All(parameter => parameter.ParameterType == typeof(string) || parameter.ParameterType == typeof(Exception)));
        return (Exception)constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            parameter.ParameterType == typeof(string) ? message : (object)new InvalidOperationException("inner"))]);
    }
}
