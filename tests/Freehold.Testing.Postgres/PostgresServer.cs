using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Freehold.Testing.Postgres;

/// <summary>
/// A PostgreSQL server of this process alone: its own folder and port, stopped and deleted with it. Its methods block, and one thread
/// at a time may stop and start it; <see cref="CreateDatabase"/> is for any thread.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    /// <summary>The address it listens on.</summary>
    public const string Host = "127.0.0.1";

    /// <summary>Its superuser.</summary>
    public const string Username = "freehold";

    private const int FirstPort = 20_000, LastPort = 32_000; // below the ports that systems give to outgoing connections
    private const string AdminDatabase = "postgres";

    private static readonly Lazy<PostgresServer> SharedServer = new(() => Create());
    private static int _databases;

    private readonly PostgresServerOptions _options;
    private readonly string _folder;
    private PostgresProcess? _process;
    private bool _disposed;

    private PostgresServer(PostgresServerOptions options, string folder)
    {
        _options = options;
        _folder = folder;
        Port = FreePort();
        AppDomain.CurrentDomain.ProcessExit += DisposeAtExit;
    }

    /// <summary>Why there can be no server on this machine; null where there can.</summary>
    public static string? SkipReason => PostgresBinaries.SkipReason;

    /// <summary>The one that all tests of a process share; never stop it.</summary>
    public static PostgresServer Shared => SharedServer.Value;

    /// <summary>The port it listens on, the same after every start.</summary>
    public int Port { get; }

    /// <summary>That user's password.</summary>
    public string Password { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));

    /// <summary>Makes a server and starts it (about 2 s). Who asks for one of its own disposes it.</summary>
    /// <exception cref="InvalidOperationException">There is a <see cref="SkipReason"/>, or it did not start.</exception>
    public static PostgresServer Create(PostgresServerOptions? options = null)
    {
        if (SkipReason is { } reason)
            throw new InvalidOperationException(reason);

        var folder = Directory.CreateTempSubdirectory("freehold-pg-").FullName;
        if (PostgresBinaries.User is { } user)
            PostgresBinaries.Run(folder, asUser: false, "chown", user, folder);
        var server = new PostgresServer(options ?? new PostgresServerOptions(), folder);
        try
        {
            server.Initialize();
            server.Start();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Makes an empty database with a name of its own.</summary>
    /// <returns>Its connection string.</returns>
    public string CreateDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        using var connection = new NpgsqlConnection(ConnectionString(AdminDatabase) + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE template0", connection);
        command.ExecuteNonQuery();
        return ConnectionString(name);
    }

    /// <summary>The connection string of a database, there or not.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = Host,
        Port = Port,
        Username = Username,
        Password = Password,
        Database = database,
    }.ConnectionString;

    /// <summary>Starts a stopped server; returns once it takes connections, after recovery where it was killed.</summary>
    public void Start()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _process ??= PostgresProcess.Start(_folder, Command());
    }

    /// <summary>Stops it as a system's restart does: open connections are cut, what is committed is flushed.</summary>
    public void Stop() => End("INT");

    /// <summary>Stops it as a crash does: at once, without flushing; the next start recovers.</summary>
    public void Kill() => End("QUIT");

    /// <summary>Stops it and deletes its folder.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;

        AppDomain.CurrentDomain.ProcessExit -= DisposeAtExit;
        _process?.Dispose();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private void DisposeAtExit(object? sender, EventArgs arguments) => Dispose();

    private void End(string signal)
    {
        _process?.Signal(signal);
        _process?.Dispose();
        _process = null;
    }

    private void Initialize()
    {
        var passwordFile = Path.Combine(_folder, "password");
        File.WriteAllText(passwordFile, Password);
        if (PostgresBinaries.User is { } user)
            PostgresBinaries.Run(_folder, asUser: false, "chown", user, passwordFile);
        PostgresBinaries.Run(
            _folder, asUser: true, Program("initdb"), "--pgdata", DataPath, "--username", Username, "--pwfile", passwordFile,
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions");
    }

    private string[] Command()
    {
        var settings = new Dictionary<string, string>(_options.Settings)
        {
            ["listen_addresses"] = Host,
            ["port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = "",
            ["max_connections"] = _options.MaxConnections.ToString(CultureInfo.InvariantCulture),
            ["fsync"] = _options.Fsync ? "on" : "off",
        };
        return [Program("postgres"), "-D", DataPath, .. settings.SelectMany(setting => (string[])["-c", $"{setting.Key}={setting.Value}"])];
    }

    private string DataPath => Path.Combine(_folder, "data");

    private static string Program(string name) => Path.Combine(PostgresBinaries.Folder!, name);

    private static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(FirstPort, LastPort);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it; there are others.
            }
        }
    }
}
