using System.Globalization;

namespace IstioLab.Proxy.Exchanges;

/// <summary>Numbers as text, made once for those that occur with almost every request.</summary>
internal static class SmallNumbers
{
    private static readonly string[] Texts = [.. Enumerable.Range(0, 256).Select(number => number.ToString(CultureInfo.InvariantCulture))];

    public static string Text(long number) =>
        (ulong)number < (ulong)Texts.Length ? Texts[number] : number.ToString(CultureInfo.InvariantCulture);
}
