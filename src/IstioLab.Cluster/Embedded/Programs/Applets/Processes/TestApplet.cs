using System.Globalization;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Processes;

/// <summary><c>test</c> and <c>[</c>.</summary>
internal static class TestApplet
{
    /// <summary>Runs it: 0 is true, 1 is false, 2 is an expression that is none.</summary>
    public static ValueTask<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        List<string> words = [.. context.Arguments.Skip(1)];
        if (context.Name is "[" or "[[")
        {
            var close = context.Name == "[" ? "]" : "]]";
            if (words is not [.., var last] || last != close)
                throw new AppletException($"missing {close}", 2);
            words.RemoveAt(words.Count - 1);
        }
        return new(new Expression(context, words).Evaluate() ? 0 : 1);
    }

    private sealed class Expression(ProgramContext context, List<string> words)
    {
        private int _at;

        public bool Evaluate()
        {
            if (words.Count == 0)
                return false;
            var value = Or();
            return _at == words.Count ? value : throw new AppletException($"{words[_at]}: unknown operand", 2);
        }

        private bool Or()
        {
            var value = And();
            while (_at < words.Count && words[_at] is "-o" or "||")
            {
                _at++;
                value |= And();
            }
            return value;
        }

        private bool And()
        {
            var value = Not();
            while (_at < words.Count && words[_at] is "-a" or "&&")
            {
                _at++;
                value &= Not();
            }
            return value;
        }

        private bool Not()
        {
            if (_at < words.Count - 1 && words[_at] == "!" && !IsBinary(_at + 1))
            {
                _at++;
                return !Not();
            }
            return Primary();
        }

        private bool Primary()
        {
            if (_at >= words.Count)
                throw new AppletException("argument expected", 2);
            if (IsBinary(_at + 1))
            {
                _at += 3;
                return Binary(words[_at - 3], words[_at - 2], words[_at - 1]);
            }
            if (words[_at] == "(" && _at + 1 < words.Count)
            {
                _at++;
                var value = Or();
                if (_at >= words.Count || words[_at] != ")")
                    throw new AppletException("closing paren expected", 2);
                _at++;
                return value;
            }
            if (words[_at] is ['-', var letter] && "bcdefghknprstuwxzLOGS".Contains(letter, StringComparison.Ordinal) && _at + 1 < words.Count)
            {
                _at += 2;
                return Unary(letter, words[_at - 1]);
            }
            return words[_at++].Length > 0;
        }

        private bool IsBinary(int index) => index + 1 < words.Count && words[index] is "=" or "==" or "!=" or "<" or ">" or "-eq" or "-ne" or "-lt"
            or "-le" or "-gt" or "-ge" or "-nt" or "-ot" or "-ef" && index + 1 < words.Count;

        private bool Binary(string left, string @operator, string right) => @operator switch
        {
            "=" or "==" => left == right,
            "!=" => left != right,
            "<" => string.CompareOrdinal(left, right) < 0,
            ">" => string.CompareOrdinal(left, right) > 0,
            "-eq" => Number(left) == Number(right),
            "-ne" => Number(left) != Number(right),
            "-lt" => Number(left) < Number(right),
            "-le" => Number(left) <= Number(right),
            "-gt" => Number(left) > Number(right),
            "-ge" => Number(left) >= Number(right),
            "-nt" => Modified(left) > Modified(right),
            "-ot" => Modified(left) < Modified(right),
            _ => context.Files.Find(context.PathOf(left)) is { } node && ReferenceEquals(node, context.Files.Find(context.PathOf(right))),
        };

        private bool Unary(char letter, string operand)
        {
            switch (letter)
            {
                case 'n':
                    return operand.Length > 0;
                case 'z':
                    return operand.Length == 0;
                case 't':
                    return context.Terminal is not null;
                case 'L' or 'h':
                    return context.Files.Find(context.PathOf(operand), followLast: false) is LinkNode;
            }
            var node = context.Files.Find(context.PathOf(operand));
            return letter switch
            {
                'f' => node is RegularFile or ProgramFile,
                'd' => node is FolderNode,
                's' => node is { Size: > 0 },
                'x' => node is FolderNode || (node is not null && (node.Mode & 0b001_001_001) != 0),
                'c' => node is DeviceNode,
                'b' or 'p' or 'S' or 'g' or 'u' or 'k' => false,
                _ => node is not null,
            };
        }

        private DateTimeOffset Modified(string path) => context.Files.Find(context.PathOf(path))?.ModifiedAt ?? DateTimeOffset.MinValue;

        private static long Number(string text) =>
            long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new AppletException($"{text}: bad number", 2);
    }
}
