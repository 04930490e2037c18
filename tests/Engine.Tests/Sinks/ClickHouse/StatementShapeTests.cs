using System.Text;
using CsCheck;
using Engine.Sinks.ClickHouse.Http;

namespace Engine.Tests.Sinks.ClickHouse;

public sealed class StatementShapeTests
{
    private static StatementShape Of(string sql) => StatementShape.Of(Encoding.UTF8.GetBytes(sql));

    [Theory]
    [InlineData("SELECT 1", null)]
    [InlineData("SELECT 1 FORMAT JSON", "JSON")]
    [InlineData("select 1 format csv", "csv")]
    [InlineData("SELECT 1 FORMAT JSON SETTINGS max_threads = 1", "JSON")]
    [InlineData("SELECT 1 SETTINGS max_threads = 1 FORMAT TSV;", "TSV")]
    [InlineData("SELECT ' FORMAT CSV'", null)]
    [InlineData("SELECT `FORMAT CSV`", null)]
    [InlineData("SELECT 1 -- FORMAT CSV", null)]
    [InlineData("SELECT 1 /* FORMAT CSV */ FORMAT TSV", "TSV")]
    [InlineData("SELECT (SELECT 1 FORMAT x)", null)]
    [InlineData("SELECT format FROM events", null)]
    [InlineData("SELECT 'it''s \\' FORMAT CSV' FORMAT TSV", "TSV")]
    [InlineData("", null)]
    [InlineData("FORMAT", null)]
    public void The_format_of_a_result_is_its_last_clause(string sql, string? format)
    {
        Assert.Equal(ShapeKind.Other, Of(sql).Kind);
        Assert.Equal(format, Of(sql).Format);
    }

    [Theory]
    [InlineData("INSERT INTO t VALUES (1)", nameof(ShapeKind.InsertValues))]
    [InlineData("insert into t (a, b) values", nameof(ShapeKind.InsertValues))]
    [InlineData("INSERT INTO t SELECT 1", nameof(ShapeKind.InsertSelect))]
    [InlineData("INSERT INTO t SELECT 1 FORMAT TSV", nameof(ShapeKind.InsertSelect))]
    [InlineData("INSERT INTO t", nameof(ShapeKind.InsertSelect))]
    [InlineData("-- note\nINSERT INTO t FORMAT TSV\n1", nameof(ShapeKind.InsertRows))]
    public void An_insert_is_told_by_where_its_rows_come_from(string sql, string kind) => Assert.Equal(kind, Of(sql).Kind.ToString());

    [Theory]
    [InlineData("INSERT INTO t (a) FORMAT RowBinary\n\u0001", "\u0001")]
    [InlineData("INSERT INTO t FORMAT TSV \r\n1\t2", "1\t2")]
    [InlineData("INSERT INTO t FORMAT TSV;\n1", "1")]
    [InlineData("INSERT INTO t FORMAT RowBinary\n\n\n", "\n\n")]
    [InlineData("INSERT INTO t FORMAT RowBinary", "")]
    public void Rows_begin_behind_one_line_end(string sql, string rows)
    {
        var shape = Of(sql);
        Assert.Equal(rows, sql[shape.DataOffset..]);
        Assert.StartsWith("INSERT INTO t", sql[..shape.StatementLength], StringComparison.Ordinal);
        Assert.DoesNotContain("FORMAT", sql[..shape.StatementLength], StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_are_read_without_failing() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        var shape = StatementShape.Of(bytes);
        Assert.InRange(shape.DataOffset, 0, bytes.Length);
    }, iter: 2_000);

    [Fact]
    public void A_megabyte_of_openings_is_read_in_one_pass() =>
        Assert.Equal(ShapeKind.Other, StatementShape.Of(Encoding.UTF8.GetBytes(new string('(', 1 << 20) + "FORMAT x")).Kind);
}
