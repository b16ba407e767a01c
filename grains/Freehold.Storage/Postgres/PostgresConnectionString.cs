using Npgsql;

namespace Freehold.Storage.Postgres;

/// <summary>Reads connection strings in both of their forms: the driver's, and libpq's URI.</summary>
/// <remarks>URIs: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS</remarks>
public static class PostgresConnectionString
{
    /// <summary>Connections of one process, where the string does not say: a server takes 100 by default, from all silos together.</summary>
    private const int DefaultMaxPoolSize = 24;

    /// <summary>Statements that a connection keeps prepared once they have come a few times.</summary>
    private const int DefaultMaxAutoPrepare = 40;

    private const string Forms = "'Host=...;Database=...;Username=...;Password=...' or 'postgres://user:password@host:5432/database'";

    private static readonly Dictionary<string, string> LibpqNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["connect_timeout"] = "Timeout",
        ["target_session_attrs"] = "Target Session Attributes",
    };

    /// <summary>The driver's form of either form, with the defaults of this program.</summary>
    /// <exception cref="PostgresDatabaseException">It is neither form.</exception>
    public static string Normalize(string text) => Parse(text).ConnectionString;

    /// <exception cref="PostgresDatabaseException">It is neither form. The message repeats nothing of it: it holds a password.</exception>
    internal static NpgsqlConnectionStringBuilder Parse(string text)
    {
        try
        {
            var builder = text.Contains("://", StringComparison.Ordinal) && text.StartsWith("postgres", StringComparison.OrdinalIgnoreCase)
                ? FromUri(text)
                : new NpgsqlConnectionStringBuilder(text);
            return string.IsNullOrEmpty(builder.Host) ? throw new FormatException() : WithDefaults(builder);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            // The driver's own words may repeat a part of the string, and with an unquoted ';' that is a part of the password.
            throw new PostgresDatabaseException(
                $"The PostgreSQL connection string cannot be read: write {Forms}. Quote a value with ';' in it, and escape '@', ':', '/' " +
                "and '%' in a URI's password as %40, %3A, %2F and %25.");
        }
    }

    private static NpgsqlConnectionStringBuilder WithDefaults(NpgsqlConnectionStringBuilder builder)
    {
        // ContainsKey is true of every keyword that the driver knows.
        var said = builder.Keys.Cast<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        builder.ApplicationName ??= "freehold";
        if (!said.Contains("Maximum Pool Size"))
            builder.MaxPoolSize = Math.Max(DefaultMaxPoolSize, builder.MinPoolSize);
        // Asks for a Kerberos library at every first connection, and says so on the console where there is none.
        if (!said.Contains("GSS Encryption Mode"))
            builder.GssEncryptionMode = GssEncryptionMode.Disable;
        if (!said.Contains("Max Auto Prepare"))
            builder.MaxAutoPrepare = DefaultMaxAutoPrepare;
        // A cut cable must not leave a silo waiting for the system's two hours.
        if (!said.Contains("TCP Keepalive"))
            builder.TcpKeepAlive = true;
        return builder;
    }

    private static NpgsqlConnectionStringBuilder FromUri(string uri)
    {
        var builder = new NpgsqlConnectionStringBuilder();
        var (whole, query) = Split(uri[(uri.IndexOf("://", StringComparison.Ordinal) + 3)..], '?');
        var (authority, database) = Split(whole, '/');
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var (user, password) = Split(authority[..at], ':');
            Set(builder, "Username", user);
            Set(builder, "Password", password);
        }

        SetHosts(builder, authority[(at + 1)..]);
        Set(builder, "Database", database);
        foreach (var setting in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Split(setting, '=');
            SetParameter(builder, Uri.UnescapeDataString(name), value);
        }

        return builder;
    }

    // Several hosts keep their ports beside their names, as the driver has them too.
    private static void SetHosts(NpgsqlConnectionStringBuilder builder, string hosts)
    {
        var colon = hosts.LastIndexOf(':');
        var hasOnePort = !hosts.Contains(',', StringComparison.Ordinal) && colon > hosts.LastIndexOf(']');
        Set(builder, "Host", hasOnePort ? hosts[..colon] : hosts);
        Set(builder, "Port", hasOnePort ? hosts[(colon + 1)..] : "");
    }

    private static void SetParameter(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        // libpq writes 'verify-full' and 'read-write' where the driver has names without the hyphen.
        if (name.Equals("sslmode", StringComparison.OrdinalIgnoreCase))
            Set(builder, "SSL Mode", value.Replace("-", "", StringComparison.Ordinal));
        else
            Set(builder, LibpqNames.GetValueOrDefault(name) ?? name.Replace('_', ' '), value);
    }

    private static void Set(NpgsqlConnectionStringBuilder builder, string keyword, string escaped)
    {
        if (escaped.Length > 0)
            builder[keyword] = Uri.UnescapeDataString(escaped);
    }

    private static (string Left, string Right) Split(string text, char separator)
    {
        var index = text.IndexOf(separator, StringComparison.Ordinal);
        return index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);
    }
}
