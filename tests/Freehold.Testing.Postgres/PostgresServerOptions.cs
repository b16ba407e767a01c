namespace Freehold.Testing.Postgres;

/// <summary>How a private server is set up.</summary>
public sealed record PostgresServerOptions
{
    /// <summary>False: commits are not flushed to the disk. Faster, and a crash of the machine (not of the server) loses them.</summary>
    /// <value>Default true.</value>
    public bool Fsync { get; init; } = true;

    /// <summary>Connections that the server takes at a time.</summary>
    /// <value>Default 200.</value>
    public int MaxConnections { get; init; } = 200;

    /// <summary>More settings of <c>postgresql.conf</c>, by name.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
