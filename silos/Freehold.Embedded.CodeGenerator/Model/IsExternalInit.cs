namespace System.Runtime.CompilerServices;

/// <summary>Lets the compiler make records for .NET Standard 2.0.</summary>
internal static class IsExternalInit;
