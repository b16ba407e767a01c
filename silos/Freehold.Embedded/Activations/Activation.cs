using System.Runtime.InteropServices;
using Freehold.Embedded.Calls;
using Freehold.Embedded.Enumerations;
using Freehold.Embedded.Streams;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Freehold.Embedded.Activations;

/// <summary>
/// One activation of a grain: its identity, its object and its turns. This file holds the first two;
/// Activation.Turns.cs the calls, Activation.Lifecycle.cs how it begins and ends.
/// </summary>
internal sealed partial class Activation(GrainClass grainClass, string key) : Mailbox, IGrainContext
{
    private static long _lastSerial;

    private readonly long _serial = Interlocked.Increment(ref _lastSerial);
    private ActivationExtras? _extras;

    public GrainClass Class => grainClass;

    public string Key => key;

    public object? Instance { get; private set; }

    public GrainId GrainId => GrainId.Create(grainClass.GrainType, IdSpan.Create(key));

    public object? GrainInstance => Instance;

    public ActivationId ActivationId
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            MemoryMarshal.Write(bytes, _serial);
            MemoryMarshal.Write(bytes[8..], grainClass.Runtime.StartedTicks);
            return new ActivationId(new Guid(bytes));
        }
    }

    public GrainReference GrainReference => Extras.Reference ??= grainClass.AnyReference.Create(key);

    public IServiceProvider ActivationServices =>
        (Extras.Scope ??= grainClass.Runtime.Services.CreateAsyncScope()).ServiceProvider;

    public IWorkItemScheduler Scheduler => this;

    public Task Deactivated => RequestDeactivatedTask();

    /// <summary>Grain code that left its turn may ask for services, so the extras are made atomically.</summary>
    internal ActivationExtras Extras =>
        _extras ?? Interlocked.CompareExchange(ref _extras, new ActivationExtras(), null) ?? _extras;

    internal EnumerationExtension Enumerations => Extras.Enumerations ??= new EnumerationExtension(this);

    internal StreamConsumer Streams => Extras.Streams ??= new StreamConsumer(this);

    public object? GetTarget() => Instance;

    public object? GetComponent(Type componentType)
    {
        if (_extras?.Components?.GetValueOrDefault(componentType) is { } component)
        {
            return component;
        }

        return componentType.IsInstanceOfType(Instance) ? Instance : componentType.IsInstanceOfType(this) ? this : null;
    }

    public void SetComponent<TComponent>(TComponent? value) where TComponent : class
    {
        var components = Extras.Components ??= [];
        if (value is null)
        {
            components.Remove(typeof(TComponent));
        }
        else
        {
            components[typeof(TComponent)] = value;
        }
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => _serial.GetHashCode();

    public override string ToString() => $"[{GrainId} {State}]";

    internal void EnterReentrantSection(Guid callChain)
    {
        var sections = Extras.ReentrantSections ??= [];
        sections[callChain] = sections.GetValueOrDefault(callChain) + 1;
    }

    internal void LeaveReentrantSection(Guid callChain)
    {
        if (_extras?.ReentrantSections is { } sections && sections.TryGetValue(callChain, out var count))
        {
            if (count > 1)
            {
                sections[callChain] = count - 1;
            }
            else
            {
                sections.Remove(callChain);
            }
        }
    }

    private bool IsInReentrantSection(Call call) =>
        _extras?.ReentrantSections is { Count: > 0 } sections
        && call.Context?.GetValueOrDefault(RequestContext.CallChainReentrancyKey) is Guid callChain
        && sections.ContainsKey(callChain);
}
