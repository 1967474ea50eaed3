namespace IstioLab.Proxy.Http;

/// <summary>Text that may stand in a header: printable ASCII on one line, of a bounded length.</summary>
internal static class HeaderText
{
    private const int Longest = 500;

    public static string Clean(string text)
    {
        var length = Math.Min(text.Length, Longest);
        return string.Create(length, text, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = char.IsBetween(source[i], ' ', '~') ? source[i] : '?';
        });
    }
}
