namespace Orleans.Core
{
    /// <summary>A stored record.</summary>
    public interface IStorage
    {
        /// <summary>The version that was read or written last; null when there is none.</summary>
        string? Etag { get; }

        /// <summary>Whether the record is stored.</summary>
        bool RecordExists { get; }

        /// <summary>Deletes the record and starts over with an empty state.</summary>
        Task ClearStateAsync();

        /// <summary>Writes the state; durable when the task completes.</summary>
        /// <exception cref="Orleans.Storage.InconsistentStateException">Another version is stored; the activation is given up.</exception>
        Task WriteStateAsync();

        /// <summary>Reads the state again.</summary>
        Task ReadStateAsync();

        /// <inheritdoc cref="ClearStateAsync()"/>
        Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

        /// <inheritdoc cref="WriteStateAsync()"/>
        Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

        /// <inheritdoc cref="ReadStateAsync()"/>
        Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
    }

    /// <summary>A stored record of a type.</summary>
    public interface IStorage<TState> : IStorage
    {
        /// <summary>The state in memory. Changing it stores nothing.</summary>
        TState State { get; set; }
    }
}

namespace Orleans.Runtime
{
    using Orleans.Core;

    /// <summary>State of a grain that is read before the grain is activated.</summary>
    public interface IPersistentState<TState> : IStorage<TState>;

    /// <summary>Marks a constructor parameter of type <see cref="IPersistentState{TState}"/>.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
    {
        /// <summary>The name of the state; part of its stored key.</summary>
        public string StateName => stateName;

        /// <summary>The name of the storage; null for the default one.</summary>
        public string? StorageName => storageName;
    }
}
