namespace Freehold.Storage.Postgres;

/// <summary>
/// The PostgreSQL database cannot be used. The message is one line that says what, where and what to do; it never holds a password.
/// </summary>
public sealed class PostgresDatabaseException : Exception
{
    public PostgresDatabaseException()
    {
    }

    public PostgresDatabaseException(string message)
        : base(message)
    {
    }

    public PostgresDatabaseException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
