using IstioLab.Proxy;

namespace IstioLab.EndToEnd.Tests.Agreement;

/// <summary>Choices that follow from one seed.</summary>
internal sealed class Dice(ulong seed)
{
    private readonly RandomSource _random = new(seed);

    public int Number(int exclusiveMax) => _random.Next(exclusiveMax);

    public bool Happens(int percent) => _random.Next(100) < percent;

    public T Any<T>(params ReadOnlySpan<T> items) => items[_random.Next(items.Length)];
}
