using System.Globalization;
using System.Text;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Processes;

/// <summary>The format of <c>date</c>.</summary>
internal static class DateFormat
{
    /// <summary>Writes a time; an unknown letter stays as it is.</summary>
    public static string Format(string format, DateTimeOffset time)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
                text.Append(format[i]);
            else
                text.Append(Part(format[++i], time));
        }
        return text.ToString();
    }

    private static string Part(char letter, DateTimeOffset time) => letter switch
    {
        'Y' => time.ToString("yyyy", CultureInfo.InvariantCulture),
        'y' => time.ToString("yy", CultureInfo.InvariantCulture),
        'm' => time.ToString("MM", CultureInfo.InvariantCulture),
        'd' => time.ToString("dd", CultureInfo.InvariantCulture),
        'e' => time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'H' => time.ToString("HH", CultureInfo.InvariantCulture),
        'I' => time.ToString("hh", CultureInfo.InvariantCulture),
        'M' => time.ToString("mm", CultureInfo.InvariantCulture),
        'S' => time.ToString("ss", CultureInfo.InvariantCulture),
        'N' => time.ToString("fffffff", CultureInfo.InvariantCulture) + "00",
        'p' => time.Hour < 12 ? "AM" : "PM",
        'a' => time.ToString("ddd", CultureInfo.InvariantCulture),
        'A' => time.ToString("dddd", CultureInfo.InvariantCulture),
        'b' or 'h' => time.ToString("MMM", CultureInfo.InvariantCulture),
        'B' => time.ToString("MMMM", CultureInfo.InvariantCulture),
        'j' => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        'u' => (time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'w' => ((int)time.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        's' => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        'F' => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        'T' => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        'R' => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        'D' => time.ToString("MM'/'dd'/'yy", CultureInfo.InvariantCulture),
        'c' => Format("%a %b %e %H:%M:%S %Y", time),
        'z' => "+0000",
        'Z' => "UTC",
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        _ => "%" + letter,
    };
}
