using System.Text.RegularExpressions;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Migrations;
using Engine.Sinks.ClickHouse.Rows;

namespace Engine.Tests.Sinks.ClickHouse;

/// <summary>The mappers and the migrations are written by hand on both sides: here they meet.</summary>
public sealed class SchemaTests
{
    private static readonly string Sql = string.Join(";\n", Migration.All.SelectMany(migration => migration.Statements));

    public static TheoryData<string> Tables() => [.. Mapped.Select(table => table.Name)];

    private static IEnumerable<RowTable> Mapped =>
        [EventRow.Table, SessionRow.Table, SignalRow.Table, VerdictRow.Table, EnforcementRow.Table, DeadLetterRow.Table,
            ControlEntryRow.Table, RunRow.Table, RunVerdictRow.Table];

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_mapper_writes_every_column_of_its_table_in_order(string name)
    {
        var body = Regex.Match(Sql, $@"CREATE TABLE IF NOT EXISTS {name}\n\(\n(.*?)\n\)\nENGINE", RegexOptions.Singleline).Groups[1].Value;
        var columns = body.Split('\n').Select(line => line.Trim().Trim('`'))
            .Where(line => !line.StartsWith("--", StringComparison.Ordinal) && !line.StartsWith("INDEX", StringComparison.Ordinal) && line.Length > 0)
            .Where(line => !line.Contains(" DEFAULT now", StringComparison.Ordinal)).Select(line => line.Split(' ')[0].Trim('`'))
            .Concat(Regex.Matches(Sql, $@"ALTER TABLE {name} ADD COLUMN IF NOT EXISTS (\w+)").Select(match => match.Groups[1].Value));
        Assert.Equal(columns, Mapped.Single(table => table.Name == name).Columns);
    }

    [Theory]
    [InlineData("time_precision", typeof(TimePrecision))]
    [InlineData("time_marks", typeof(CallMoment))]
    [InlineData("direction", typeof(Direction))]
    [InlineData("endpoint_role", typeof(EndpointRole))]
    [InlineData("endpoint_standing", typeof(EndpointStanding))]
    [InlineData("client_class", typeof(ClientClass))]
    [InlineData("`objects.place`", typeof(ObjectPlace))]
    [InlineData("auth_scheme", typeof(AuthenticationScheme))]
    [InlineData("severity", typeof(Severity))]
    [InlineData("action", typeof(VerdictAction))]
    public void An_enum_column_has_the_values_of_its_enum(string column, Type type)
    {
        var stored = Regex.Match(Sql, $@"{column} (?:Nullable\(|Array\()?Enum8\((.*?)\)").Groups[1].Value;
        var expected = Enum.GetValues(type).Cast<object>().Select(value => $"'{Snake(value.ToString()!)}' = {(int)value}");
        Assert.Equal(string.Join(", ", expected), stored);
    }

    [Fact]
    public void Steps_are_numbered_without_gaps_and_each_has_statements()
    {
        Assert.Equal(Enumerable.Range(1, Migration.All.Count), Migration.All.Select(migration => migration.Number));
        Assert.All(Migration.All, migration => Assert.NotEmpty(migration.Statements));
    }

    [Fact]
    public void Every_statement_may_run_twice() => Assert.All(
        Migration.All.SelectMany(migration => migration.Statements),
        statement => Assert.Matches(@"(?s)^(--[^\n]*\n)*(CREATE (TABLE|VIEW|MATERIALIZED VIEW) IF NOT EXISTS |CREATE OR REPLACE VIEW |ALTER TABLE \w+ ADD (COLUMN|INDEX) IF NOT EXISTS )", statement));

    [Fact]
    public void Expiry_counts_from_writing_so_that_a_replay_of_old_traffic_stays() => Assert.All(
        Regex.Matches(Sql, "TTL (.*)"), match => Assert.StartsWith("inserted_at + INTERVAL", match.Groups[1].Value));

    private static string Snake(string name) => Regex.Replace(name, "(?<!^)([A-Z])", "_$1").ToLowerInvariant();
}
