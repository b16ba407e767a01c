namespace Freehold.Embedded.State;

/// <summary>What keeps states and reminders: opened before the first grain, closed after the last.</summary>
internal interface IStateDatabase
{
    /// <summary>Opens it and makes its tables.</summary>
    /// <exception cref="Orleans.Runtime.OrleansConfigurationException">It cannot be used; the message says what to do.</exception>
    Task OpenAsync();

    /// <summary>Writes what waits, and closes it.</summary>
    Task CloseAsync();
}
