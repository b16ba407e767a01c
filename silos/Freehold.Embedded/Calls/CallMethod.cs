using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Orleans.CodeGeneration;
using Orleans.Runtime;

namespace Freehold.Embedded.Calls;

/// <summary>A method of a grain interface, with what its attributes say. One object a method; made by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CallMethod
{
    private readonly Type[] _parameterTypes;
    private MethodInfo? _info;

    /// <summary>Describes a method.</summary>
    /// <param name="interfaceType">The interface that declares it.</param>
    /// <param name="interfaceName">The full name of that interface.</param>
    /// <param name="interfaceId">Its alias, or else its full name.</param>
    /// <param name="name">The name of the method.</param>
    /// <param name="options">How its calls are scheduled and answered.</param>
    /// <param name="responseTimeoutMs">Its own response timeout in milliseconds; 0: the runtime's; -1: none.</param>
    /// <param name="parameterTypes">The types of its parameters.</param>
    public CallMethod(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] Type interfaceType,
        string interfaceName,
        string interfaceId,
        string name,
        InvokeMethodOptions options,
        long responseTimeoutMs,
        params Type[] parameterTypes)
    {
        InterfaceType = interfaceType;
        InterfaceName = interfaceName;
        InterfaceId = GrainInterfaceType.Create(interfaceId);
        Name = name;
        Options = options;
        ResponseTimeoutMs = responseTimeoutMs;
        _parameterTypes = parameterTypes;
    }

    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)]
    internal Type InterfaceType { get; }

    internal string InterfaceName { get; }

    internal GrainInterfaceType InterfaceId { get; }

    internal string Name { get; }

    internal InvokeMethodOptions Options { get; }

    internal long ResponseTimeoutMs { get; }

    internal string ActivityName => $"{InterfaceType.Name}/{Name}";

    /// <summary>Only filters that ask for it pay for the reflection.</summary>
    internal MethodInfo Info => _info ??= Find();

    private MethodInfo Find()
    {
        // A generic method of the runtime is named with its type parameter, as Orleans names it to filters.
        var name = Name.Split('<')[0];
        return InterfaceType.GetMethod(name, _parameterTypes)
            ?? InterfaceType.GetMethods().First(method => method.Name == name && method.GetParameters().Length == _parameterTypes.Length);
    }
}
