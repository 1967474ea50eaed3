namespace IstioLab.Cli.Rendering;

/// <summary>How many columns of a terminal a text takes.</summary>
internal static class TextWidth
{
    private const char FirstWide = '\u2e80';

    /// <summary>Chinese characters and their punctuation take two columns.</summary>
    public static int Of(string text) => text.Sum(Of);

    /// <summary>The beginning of a text that fits into a number of columns: a line that wraps cannot be drawn over.</summary>
    public static string Fit(string text, int columns)
    {
        var used = 0;
        for (var index = 0; index < text.Length; index++)
        {
            used += Of(text[index]);
            if (used > columns)
            {
                return text[..index];
            }
        }

        return text;
    }

    private static int Of(char letter) => letter >= FirstWide ? 2 : 1;
}
