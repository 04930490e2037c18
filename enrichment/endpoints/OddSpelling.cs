namespace Engine.Enrichment.Endpoints;

/// <summary>Ways to write a word in which names differ among each other; the words of one API are written in one of them at most.</summary>
internal enum OddSpelling { None, Digits, Dots, Capital, UpperCase }
