using CsCheck;
using IstioLab.Cluster.Embedded.Programs.Shell.Execution;
using IstioLab.Cluster.Embedded.Programs.Shell.Parsing;

namespace IstioLab.Cluster.Tests.Embedded.Programs.Shell;

public sealed class ShellPropertyTests
{
    private static readonly Gen<string> s_shellText = Gen.Char["abx12 \t\n'\"\\$`(){}[]|&;<>*?#=!~-:%/@"].Array[0, 40].Select(chars => new string(chars));

    [Fact]
    public void Parser_of_any_text_gives_a_script_or_a_syntax_error() => s_shellText.Sample(
        text =>
        {
            try
            {
                return ShellParser.Parse(text) is not null;
            }
            catch (ShellSyntaxException problem)
            {
                return problem.Line >= 1;
            }
        },
        iter: 20_000,
        seed: "0N0XIzNsQ0O2");

    [Fact]
    public void Quoted_text_is_one_word_that_stands_for_itself() => Gen.String.Sample(
        text =>
        {
            text = text.Replace("\0", "", StringComparison.Ordinal);
            var script = ShellParser.Parse("echo " + ShellQuoting.Always(text));
            var word = ((SimpleCommand)script.Items.Single().Command).Words[1];
            return string.Concat(word.Parts.Cast<LiteralPart>().Select(part => part.Text)) == text;
        },
        iter: 2_000,
        seed: "0N0XIzNsQ0O2");

    [Fact]
    public void Escaped_text_matches_itself_only() => Gen.Select(Gen.String[0, 12], Gen.String[0, 12]).Sample(
        (text, other) =>
        {
            var pattern = PatternMatcher.Escape(text);
            return PatternMatcher.IsMatch(pattern, text)
                && !PatternMatcher.IsPattern(pattern)
                && PatternMatcher.Unescape(pattern) == text
                && PatternMatcher.IsMatch(pattern, other) == (text == other);
        },
        iter: 5_000,
        seed: "0N0XIzNsQ0O2");

    [Fact]
    public void Arithmetic_agrees_with_csharp() => Gen.Select(Gen.Int[-1000, 1000], Gen.Int[-1000, 1000], Gen.Int[1, 1000]).Sample(
        (a, b, c) =>
        {
            var state = new ShellState([], "sh", "/");
            state.Set("a", a.ToString(System.Globalization.CultureInfo.InvariantCulture));
            state.Set("b", b.ToString(System.Globalization.CultureInfo.InvariantCulture));
            return ArithmeticEvaluator.Evaluate($"a * ({b}) + b / {c} - (a % {c}) << 2", state) == ((long)a * b) + (b / c) - (a % c) << 2
                && ArithmeticEvaluator.Evaluate("a < b ? a : b", state) == Math.Min(a, b)
                && ArithmeticEvaluator.Evaluate("a != b && a >= b || a == b", state) == ((a != b && a >= b) || a == b ? 1 : 0);
        },
        iter: 5_000,
        seed: "0N0XIzNsQ0O2");
}
