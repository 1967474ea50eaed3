namespace IstioLab.Cli.Rendering;

/// <summary>How many columns of a terminal a text takes.</summary>
internal static class TextWidth
{
    private const char FirstWide = '\u2e80';

    /// <summary>Chinese characters and their punctuation take two columns.</summary>
    public static int Of(string text) => text.Sum(letter => letter >= FirstWide ? 2 : 1);
}
