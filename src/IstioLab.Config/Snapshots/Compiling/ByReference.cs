using System.Runtime.CompilerServices;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>A key that compares what it holds by identity.</summary>
internal readonly struct ByReference<T>(T? value) : IEquatable<ByReference<T>>
    where T : class
{
    private readonly T? value = value;

    public bool Equals(ByReference<T> other) => ReferenceEquals(value, other.value);

    public override bool Equals(object? obj) => obj is ByReference<T> other && Equals(other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(value);
}
